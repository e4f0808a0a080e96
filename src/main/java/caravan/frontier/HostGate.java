package caravan.frontier;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The politeness of the whole process: how many requests to each origin are under way and when the next may start,
 * counted over all crawls, so that two tasks on one host do not double its load. Thread-safe: origins are spread over
 * stripes, each with a lock that is held for a few memory accesses and never while calling out.
 *
 * <p>A grant lives like a lease: {@link #tryAcquire} → {@link #started} → {@link #release}, or release alone when the
 * request never went on the wire. With one request at a time the delay counts from the end of the last; with several,
 * starts are a delay apart, so while a grant has not started no other is given.
 *
 * <p>An origin with nothing under way and no delay running is forgotten: a stripe looks for such origins whenever it
 * has doubled, which costs a constant time per origin added.
 */
public final class HostGate {
    private static final int STRIPE_BITS = 6;
    private static final int SMALLEST_SWEEP = 64;

    private final NanoClock clock;
    private final Stripe[] stripes =
            Stream.generate(Stripe::new).limit(1 << STRIPE_BITS).toArray(Stripe[]::new);

    /** @param nanoClock a monotonic clock such as {@link System#nanoTime} */
    public HostGate(LongSupplier nanoClock) {
        this.clock = new NanoClock(nanoClock);
    }

    /**
     * Asks for leave to send one request.
     *
     * @return 0 when granted, else how many nanoseconds to wait before asking again: the exact time while a delay runs,
     *     a short one while other requests have to end first
     */
    public long tryAcquire(String origin, Politeness politeness) {
        Stripe stripe = stripeOf(origin);
        synchronized (stripe) {
            long now = clock.now();
            return stripe.place(origin, now).tryAcquire(politeness, now);
        }
    }

    /**
     * The granted request goes on the wire now.
     *
     * @return nanoseconds until the origin's delay is over
     */
    public long started(String origin, Politeness politeness) {
        Stripe stripe = stripeOf(origin);
        synchronized (stripe) {
            long now = clock.now();
            GatePlace place = stripe.granted(origin);
            place.started(politeness, now);
            return place.remaining(now);
        }
    }

    /**
     * Gives a grant back.
     *
     * @param wasOnWire whether it was {@link #started}; if not, no delay begins
     * @return nanoseconds until the origin's delay is over
     */
    public long release(String origin, Politeness politeness, boolean wasOnWire) {
        Stripe stripe = stripeOf(origin);
        synchronized (stripe) {
            long now = clock.now();
            GatePlace place = stripe.granted(origin);
            place.release(politeness, wasOnWire, now);
            return place.remaining(now);
        }
    }

    /**
     * Grants nothing for this origin for {@code wait} from now; never shortens a wait.
     *
     * @return nanoseconds until the origin may be asked again
     */
    public long block(String origin, Duration wait) {
        Stripe stripe = stripeOf(origin);
        synchronized (stripe) {
            long now = clock.now();
            GatePlace place = stripe.place(origin, now);
            place.block(now + NanoClock.nanos(wait));
            return place.remaining(now);
        }
    }

    /**
     * Has the delay that runs since the origin's last request, if it is still known, be at least this politeness's.
     *
     * @return nanoseconds until the origin's delay is over
     */
    public long slow(String origin, Politeness politeness) {
        Stripe stripe = stripeOf(origin);
        synchronized (stripe) {
            long now = clock.now();
            GatePlace place = stripe.place(origin, now);
            place.slow(politeness);
            return place.remaining(now);
        }
    }

    /** @return how many origins are remembered */
    public int size() {
        int size = 0;
        for (Stripe stripe : stripes) {
            synchronized (stripe) {
                size += stripe.places.size();
            }
        }
        return size;
    }

    private Stripe stripeOf(String origin) {
        // multiplied, for the maps inside the stripes use the hash code's low bits
        return stripes[(origin.hashCode() * 0x9E3779B9) >>> (Integer.SIZE - STRIPE_BITS)];
    }

    /** Some of the origins, guarded by its own monitor. */
    private static final class Stripe {
        private final Map<String, GatePlace> places = new HashMap<>();
        private int sweepAt = SMALLEST_SWEEP;

        GatePlace place(String origin, long now) {
            GatePlace place = places.get(origin);
            return place == null ? add(origin, now) : place;
        }

        GatePlace granted(String origin) {
            GatePlace place = places.get(origin);
            if (place == null) {
                throw new IllegalStateException("nothing was granted for " + origin);
            }
            return place;
        }

        private GatePlace add(String origin, long now) {
            if (places.size() >= sweepAt) {
                places.values().removeIf(place -> place.idle(now));
                sweepAt = Math.max(SMALLEST_SWEEP, 2 * places.size());
            }
            GatePlace place = new GatePlace();
            places.put(origin, place);
            return place;
        }
    }
}
