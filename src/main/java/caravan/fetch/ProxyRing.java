package caravan.fetch;

import caravan.CaravanException;
import caravan.task.ProxyAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The proxies of a crawl, which take turns. One that fails rests for 30 s, and for twice as long each time it fails
 * again, up to 10 min; while all rest, the one whose rest ends first is tried. Thread-safe: one lock, held briefly.
 */
final class ProxyRing {
    static final Duration FIRST_REST = Duration.ofSeconds(30);
    static final Duration LONGEST_REST = Duration.ofMinutes(10);

    static final ProxyRing EMPTY = new ProxyRing(List.of(), false, () -> 0);

    private final List<Member> members;
    private final boolean mayBePrivate;
    private final LongSupplier nanoClock;
    private int next;

    private ProxyRing(List<ProxyAddress> proxies, boolean mayBePrivate, LongSupplier nanoClock) {
        this.members = proxies.stream().map(Member::new).toList();
        this.mayBePrivate = mayBePrivate;
        this.nanoClock = nanoClock;
    }

    /**
     * @param mayBePrivate whether their addresses may be private or local
     * @param nanoClock    a monotonic clock such as {@link System#nanoTime}
     * @throws CaravanException INVALID when one is private by its very spelling and may not be; what names resolve to
     *                          is looked at where they are connected to
     */
    static ProxyRing of(List<String> urls, boolean mayBePrivate, LongSupplier nanoClock) {
        List<ProxyAddress> proxies = urls.stream().map(ProxyAddress::parse).toList();
        for (ProxyAddress proxy : proxies) {
            if (!mayBePrivate && !AddressGuard.mayBePublic(proxy.host())) {
                throw CaravanException.invalid("proxy " + proxy
                        + " has a private or local address, which only tasks that the operator wrote may use");
            }
        }
        return new ProxyRing(proxies, mayBePrivate, nanoClock);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    boolean mayBePrivate() {
        return mayBePrivate;
    }

    /** One use of a proxy. */
    final class Turn {
        private final Member member;
        private final int failuresBefore;

        private Turn(Member member) {
            this.member = member;
            this.failuresBefore = member.failuresEver;
        }

        ProxyAddress proxy() {
            return member.proxy;
        }

        void worked() {
            note(this, 0);
        }

        /**
         * Lets the proxy rest. Of uses side by side that all fail only the first counts.
         *
         * @return whether it had worked till now
         */
        boolean failed() {
            return note(this, 1) == 1;
        }
    }

    /** @return whose turn it is; only if not empty */
    synchronized Turn take() {
        long now = nanoClock.getAsLong();
        Member soonest = members.get(next);
        for (int i = 0; i < members.size(); i++) {
            int index = (next + i) % members.size();
            Member member = members.get(index);
            if (member.restLeft(now) == 0) {
                next = (index + 1) % members.size();
                return new Turn(member);
            }
            if (member.restLeft(now) < soonest.restLeft(now)) {
                soonest = member;
            }
        }
        return new Turn(soonest);
    }

    /** @return how often it has failed in a row; 0 also where what is known of it is newer than this use */
    private synchronized int note(Turn turn, int failures) {
        Member member = turn.member;
        if (member.failuresEver != turn.failuresBefore) {
            return 0;
        }
        member.failuresEver += failures;
        member.failuresInARow = failures == 0 ? 0 : member.failuresInARow + 1;
        member.restsSince = nanoClock.getAsLong();
        return member.failuresInARow;
    }

    /** Guarded by the ring's lock. */
    private static final class Member {
        private final ProxyAddress proxy;
        private int failuresEver;
        private int failuresInARow;
        private long restsSince;

        Member(ProxyAddress proxy) {
            this.proxy = proxy;
        }

        long restLeft(long now) {
            if (failuresInARow == 0) {
                return 0;
            }
            Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failuresInARow - 1, 10));
            Duration bounded = rest.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : rest;
            return Math.max(0, bounded.toNanos() - (now - restsSince));
        }
    }
}
