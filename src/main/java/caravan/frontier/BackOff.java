package caravan.frontier;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * How long a host that is in trouble is left alone, and when it is given up. Pure functions of what is known of it, but
 * for the jitter. Times are those of the frontier's {@link NanoClock}.
 *
 * <p>A host that asks to be left alone (429, 503) rests as long as it says (Retry-After, RFC 9110 § 10.2.3), else by
 * the table; so does one that could not be reached, from the third time in a row on. By the table the first rest is
 * {@code first} and each later one twice the one before, up to {@code longest}; up to a tenth is added, so that hosts
 * that failed together do not come back together. Two things bend that:
 *
 * <ul>
 *   <li>Once it has rested in vain, without a good answer since, it rests by the table even if it asks for less: what
 *       it asked for has not helped.
 *   <li>As long as it answers well between its rests, they grow no longer than sixteen times the first: it only wants
 *       to be asked less often.
 * </ul>
 *
 * <p>What comes in while it rests was on its way before, and counts for nothing, except that a longer Retry-After
 * extends the rest. After twice the length of its last rest without a setback, counted from that rest's end, the next
 * one is the first again. Only a good answer has it forgotten that the rests were in vain.
 *
 * @param first   the first rest
 * @param longest no rest is longer, whatever a host asks for
 * @param most    rests in a row without a good answer; with the next setback the host is given up. 0 for never
 * @param jitter  between 0 and 1
 */
public record BackOff(Duration first, Duration longest, int most, DoubleSupplier jitter) {
    private static final int FAILURES_BEFORE_A_REST = 3;
    private static final int QUIET_RESTS = 2;
    private static final double JITTER_SHARE = 0.1;
    private static final int MOST_DOUBLINGS = 30;
    /** Doublings while it answers well between its rests. */
    private static final int DOUBLINGS_WHILE_WELL = 4;

    /** @return what is known of the host after a setback */
    HostState after(HostState host, Setback setback, long now) {
        HostState before = forgiven(host, now);
        Trouble trouble = setback.reached()
                ? before.trouble().reached()
                : before.trouble().failedAgain(setback.reason());
        if (before.isLeftAlone(now)) {
            return extended(before.with(trouble), setback, now);
        }
        boolean goesOn = !setback.reached() && trouble.failures() < FAILURES_BEFORE_A_REST;
        return goesOn ? before.with(trouble) : resting(before, trouble, setback, now);
    }

    private HostState extended(HostState host, Setback setback, long now) {
        Duration asked = setback.asked().map(this::cut).orElse(Duration.ZERO);
        long until = now + asked.toNanos();
        return until <= host.restUntil()
                ? host
                : host.with(host.trouble().restingLonger(asked, setback.reason()))
                        .resting(until);
    }

    private HostState resting(HostState host, Trouble trouble, Setback setback, long now) {
        boolean inVain = trouble.fruitless() > 0;
        boolean byTable = setback.asked().isEmpty() || inVain;
        int highest = inVain ? MOST_DOUBLINGS : DOUBLINGS_WHILE_WELL;
        int setbacks = byTable ? Math.min(trouble.setbacks(), highest) + 1 : Math.max(1, trouble.setbacks());
        Duration table = byTable ? byTable(setbacks) : Duration.ZERO;
        Duration asked = setback.asked().map(this::cut).orElse(Duration.ZERO);
        Duration rest = asked.compareTo(table) > 0 ? asked : table;
        boolean givenUp = most > 0 && trouble.fruitless() >= most;
        int fruitless = givenUp ? most + 1 : trouble.fruitless() + 1;
        return host.with(new Trouble(setbacks, fruitless, trouble.failures(), rest, givenUp, setback.reason()))
                .resting(now + NanoClock.nanos(rest));
    }

    private Duration byTable(int setbacks) {
        Duration doubled = cut(first.multipliedBy(1L << (setbacks - 1)));
        return cut(doubled.plusNanos((long) (doubled.toNanos() * JITTER_SHARE * jitter.getAsDouble())));
    }

    private Duration cut(Duration wait) {
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    /**
     * @param well whether it answered as hosts should, and neither asked to be left alone nor told of a fault
     * @return what is known of the host after an answer
     */
    static HostState answered(HostState host, boolean well, long now) {
        HostState before = forgiven(host, now);
        Trouble trouble = before.trouble();
        boolean counts = well && !before.isLeftAlone(now);
        return before.with(counts ? trouble.answeredWell() : trouble.reached());
    }

    private static HostState forgiven(HostState host, long now) {
        Trouble trouble = host.trouble();
        long quiet = NanoClock.nanos(trouble.lastRest().multipliedBy(QUIET_RESTS));
        boolean longAgo = now >= host.restUntil() && now - host.restUntil() >= quiet;
        return longAgo ? host.with(trouble.longAgo()) : host;
    }
}
