package caravan.frontier;

import caravan.task.RateLimit;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.EstimationProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

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
    /** Holds all limits; one without a limit where there are none, as a bucket must have one. */
    private Optional<Bucket> bucket = Optional.empty();

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
        return Optional.of(latest);
    }

    /**
     * @return how long until {@link #take} gives a turn: zero when it may at once. Where the tokens and nanoseconds of a
     *     limit do not divide, the answer may be a nanosecond short; whoever comes that early is told so
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
            bucket = bucketOf(newRates, left);
            rates = List.copyOf(newRates);
        }
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
    }

    private Optional<Bucket> bucketOf(List<RateLimit> limits, long left) {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(new Meter(clock));
        boolean limited = false;
        for (RateLimit limit : limits) {
            Duration per = Duration.ofNanos(NanoClock.nanos(limit.per()));
            if (limit.events() <= per.toNanos()) { // more than one a nanosecond is no limit, and the library refuses it
                builder.addLimit(bandwidth -> bandwidth
                        .capacity(limit.burst())
                        .refillGreedy(limit.events(), per)
                        .initialTokens(Math.min(limit.burst(), left)));
                limited = true;
            }
        }
        return limited ? Optional.of(builder.build()) : Optional.empty();
    }

    /** The library compares times, so it is given those of a clock that begins at zero. */
    private record Meter(NanoClock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return clock.now();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
