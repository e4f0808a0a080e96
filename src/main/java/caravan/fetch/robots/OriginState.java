package caravan.fetch.robots;

import caravan.fetch.robots.RobotsVerdict.Allowed;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import crawlercommons.robots.SimpleRobotRules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one origin's robots.txt. Immutable; each transition gives a new state. It is either settled, on
 * rules
 * or on being unreachable, until an instant, or it is being asked for: at {@code nextUrl}, not before an instant.
 *
 * @param nextUrl   where the next request goes: robots.txt itself or the redirect target reached so far
 * @param redirects hops taken to get to {@code nextUrl}
 * @param tries     requests that failed since the last settlement
 * @param notBefore when the next request may be made
 * @param rules     the last that were read
 * @param rulesAt   when they were read
 * @param failure   why robots.txt is unreachable, if that is what was settled on
 * @param settled   until when the answer holds; the past where there is none
 */
record OriginState(
        String nextUrl,
        int redirects,
        int tries,
        Instant notBefore,
        Optional<SimpleRobotRules> rules,
        Instant rulesAt,
        Optional<Unreachable> failure,
        Instant settled) {

    /** RFC 9309 § 2.4: cached no longer than a day. */
    static final Duration RULES_LAST = Duration.ofHours(24);
    /** While robots.txt is unreachable, rules read before that may serve on (RFC 9309 § 2.3.1.4); we do for a day. */
    static final Duration STALE_RULES_LAST = RULES_LAST.plusHours(24);

    static final Duration FAILURE_LASTS = Duration.ofHours(1);
    /** RFC 9309 § 2.3.1.2: "at least five consecutive redirects". */
    static final int MAX_REDIRECTS = 5;

    static OriginState unasked(String origin) {
        return new OriginState(
                robotsUrl(origin), 0, 0, Instant.MIN, Optional.empty(), Instant.MIN, Optional.empty(), Instant.MIN);
    }

    private static String robotsUrl(String origin) {
        return origin + "/robots.txt";
    }

    boolean isSettled(Instant now) {
        return now.isBefore(settled);
    }

    boolean mayAsk(Instant now) {
        return !isSettled(now) && !now.isBefore(notBefore);
    }

    RobotsVerdict verdict(String url, Instant now) {
        if (!isSettled(now)) {
            return new Unknown();
        }
        if (failure.isPresent()) {
            return failure.get();
        }
        return rules.orElseThrow().isAllowed(url) ? new Allowed() : new Disallowed();
    }

    OriginState withRules(String origin, SimpleRobotRules read, Instant now) {
        return new OriginState(
                robotsUrl(origin), 0, 0, Instant.MIN, Optional.of(read), now, Optional.empty(), now.plus(RULES_LAST));
    }

    OriginState redirectedTo(String target) {
        return new OriginState(target, redirects + 1, tries, Instant.MIN, rules, rulesAt, failure, settled);
    }

    /** A failure that a later try may mend; the try begins at robots.txt again. */
    OriginState toBeRetried(String origin, Instant at) {
        return new OriginState(robotsUrl(origin), 0, tries + 1, at, rules, rulesAt, failure, settled);
    }

    /** The end of trying: the last good rules serve on while they are not too old, else nothing is allowed. */
    OriginState givenUp(String origin, Unreachable why, Instant now) {
        Instant staleRulesEnd = rules.isPresent() ? rulesAt.plus(STALE_RULES_LAST) : Instant.MIN;
        Instant nextTry = now.plus(FAILURE_LASTS);
        boolean rulesServeOn = now.isBefore(staleRulesEnd);
        Instant until = rulesServeOn && staleRulesEnd.isBefore(nextTry) ? staleRulesEnd : nextTry;
        Optional<Unreachable> outcome = rulesServeOn ? Optional.empty() : Optional.of(why);
        return new OriginState(robotsUrl(origin), 0, 0, Instant.MIN, rules, rulesAt, outcome, until);
    }
}
