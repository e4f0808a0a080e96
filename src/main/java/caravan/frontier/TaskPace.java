package caravan.frontier;

import caravan.task.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How often one task may ask at all, whatever the hosts: every request has to pass all of its rate limits, and after
 * each the task rests for a random time. Nothing here waits; whoever gets no turn asks again after {@link #remaining}.
 * Thread-safe: one lock, held for a few calculations.
 *
 * <p>Each limit is a token bucket that begins full and is refilled evenly, a token every {@code per / events}. Hence in
 * any time of {@code per} no more than {@code events + burst - 1} turns are given, and {@code events} in the long run.
 * Requests for robots.txt and second tries take a turn like all others.
 */
public final class TaskPace {
    private final NanoClock clock;
    private final DoubleSupplier random;
    private List<RateLimit> rates = List.of();
    /** Those of them that the bucket holds, in its order. */
    private List<RateLimit> held = List.of();
    /** Holds all limits; one without a limit where there are none, as a bucket must have one. */
    private Optional<Bucket> bucket = Optional.empty();

    /** What they had when that changed last. */
    private List<Share> shares = List.of();

    private long marked;
    private long maxWaitNanos;
    private long notBefore;
    private Turn latest = new Turn(0);

    /**
     * @param rates     of which every request must pass all
     * @param maxWait   the longest random rest after a request
     * @param nanoClock a monotonic clock such as {@link System#nanoTime}
     * @param random    of each rest the share of {@code maxWait}, from 0 to 1
     */
    public TaskPace(List<RateLimit> rates, Duration maxWait, LongSupplier nanoClock, DoubleSupplier random) {
        this.clock = new NanoClock(nanoClock);
        this.random = random;
        change(rates, maxWait);
    }

    /**
     * What is left to a task, for a later process to go on from.
     *
     * @param at     when that was so
     * @param rest   how long it rested still
     * @param shares of its limits
     */
    public record Left(Instant at, Duration rest, List<Share> shares) {}

    /** @param turns that the limit would have given at once */
    public record Share(RateLimit limit, long turns) {}

    /** Leave for one request. Give it back if the request did not go out. */
    public final class Turn {
        private final long notBeforeIt;
        private boolean returned;

        private Turn(long notBeforeIt) {
            this.notBeforeIt = notBeforeIt;
        }

        /** Undoes the taking of this turn; doing so twice does nothing. */
        public void giveBack() {
            TaskPace.this.giveBack(this);
        }
    }

    /** @return empty when no request of the task may go out now */
    public synchronized Optional<Turn> take() {
        long now = clock.now();
        if (notBefore > now || !bucket.map(limits -> limits.tryConsume(1)).orElse(true)) {
            return Optional.empty();
        }
        latest = new Turn(notBefore);
        notBefore = now + (long) (maxWaitNanos * random.getAsDouble());
        mark();
        return Optional.of(latest);
    }

    /**
     * @return how long until {@link #take} gives a turn: zero when it may at once. Where the tokens and nanoseconds of
     *     a limit do not divide, the answer may be a nanosecond short; whoever comes that early is told so
     */
    public synchronized Duration remaining() {
        long wait = Math.max(0, notBefore - clock.now());
        return Duration.ofNanos(Math.max(wait, bucket.map(TaskPace::refillNanos).orElse(0L)));
    }

    private static long refillNanos(Bucket limits) {
        EstimationProbe estimate = limits.estimateAbilityToConsume(1);
        // the library rounds down, down to 0
        return estimate.canBeConsumed() ? 0 : Math.max(1, estimate.getNanosToWaitForRefill());
    }

    /**
     * Sets other limits from now on. They begin with no more turns at once than the old ones had left, so that changing
     * a task again and again does not lift its limits.
     */
    public synchronized void change(List<RateLimit> newRates, Duration maxWait) {
        maxWaitNanos = NanoClock.nanos(maxWait);
        notBefore = Math.min(notBefore, clock.now() + maxWaitNanos);
        if (!newRates.equals(rates)) {
            long left = bucket.map(Bucket::getAvailableTokens).orElse(Long.MAX_VALUE);
            fill(newRates, limit -> left, 0);
            marked = clock.now();
            rates = List.copyOf(newRates);
        }
    }

    /** What is left to the task, as of the last turn: what has been refilled since is for {@link #resume} to reckon. */
    public synchronized Left left(Instant now) {
        Instant at = now.minusNanos(clock.now() - marked);
        return new Left(at, Duration.ofNanos(Math.max(0, notBefore - marked)), shares);
    }

    /** Goes on from what was left in an earlier process. Limits that it did not have are as new. */
    public synchronized void resume(Left left, Instant now) {
        Duration since = Duration.between(left.at(), now);
        long past = NanoClock.nanos(since);
        notBefore = clock.now() + Math.min(NanoClock.nanos(left.rest().minusNanos(past)), maxWaitNanos);
        Map<RateLimit, Long> turns =
                left.shares().stream().collect(Collectors.toMap(Share::limit, Share::turns, Math::min));
        fill(rates, limit -> turns.getOrDefault(limit, Long.MAX_VALUE), past);
        marked = clock.now() - past;
    }

    private void mark() {
        marked = clock.now();
        shares = bucket.map(this::sharesOf).orElse(List.of());
    }

    private List<Share> sharesOf(Bucket limits) {
        long[] turns = limits.asVerbose().getAvailableTokens().getDiagnostics().getAvailableTokensPerEachBandwidth();
        return IntStream.range(0, turns.length)
                .mapToObj(i -> new Share(held.get(i), turns[i]))
                .toList();
    }

    private synchronized void giveBack(Turn turn) {
        if (turn.returned) {
            return;
        }
        turn.returned = true;
        bucket.ifPresent(limits -> limits.addTokens(1));
        if (turn == latest) {
            notBefore = turn.notBeforeIt;
        }
        mark();
    }

    /**
     * @param left what each limit has had
     * @param past nanoseconds ago
     */
    private void fill(List<RateLimit> limits, ToLongFunction<RateLimit> left, long past) {
        Meter meter = new Meter(clock, clock.now() - past);
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(meter);
        // more than one a nanosecond is no limit, and the library refuses it
        held = limits.stream()
                .filter(limit -> limit.events() <= NanoClock.nanos(limit.per()))
                .toList();
        shares = held.stream()
                .map(limit -> new Share(limit, Math.min(limit.burst(), left.applyAsLong(limit))))
                .toList();
        shares.forEach(share -> builder.addLimit(bandwidth -> bandwidth
                .capacity(share.limit().burst())
                .refillGreedy(
                        share.limit().events(),
                        Duration.ofNanos(NanoClock.nanos(share.limit().per())))
                .initialTokens(share.turns())));
        bucket = held.isEmpty() ? Optional.empty() : Optional.of(builder.build());
        meter.begin();
    }

    /**
     * The library compares times, so it is given those of a clock that begins at zero: it stands there while a bucket
     * is filled with what it had then. Guarded by the pace's lock.
     */
    private static final class Meter implements TimeMeter {
        private final NanoClock clock;
        private final long zero;
        private boolean goes;

        Meter(NanoClock clock, long zero) {
            this.clock = clock;
            this.zero = zero;
        }

        void begin() {
            goes = true;
        }

        @Override
        public long currentTimeNanos() {
            return goes ? clock.now() - zero : 0;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
