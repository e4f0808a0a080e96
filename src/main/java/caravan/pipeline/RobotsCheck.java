package caravan.pipeline;

import caravan.crawl.Refusal;
import caravan.fetch.Session;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsVerdict;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.function.Function;

/**
 * Lets only those requests pass that robots.txt allows. Where robots.txt is not known yet, the request gives its turn
 * at the host to it and goes back into the frontier: asking for robots.txt is a request like any other to that host.
 * Thread-safe.
 */
public final class RobotsCheck {
    /** For hosts that may have a private address. */
    private final Robots named;
    /** For all others: what the address guard kept from one crawl must not be told to be so for another. */
    private final Robots others;
    /** For crawls with proxies, by the way they go; gone with the crawl. */
    private final Cache<Session, Robots> throughProxies =
            CacheBuilder.newBuilder().weakKeys().build();

    private final Function<Session, Robots> made;
    private final Admission admission;

    /** @param made gives a memory of robots.txt that is asked for in the way of a session */
    public RobotsCheck(Function<Session, Robots> made, Admission admission) {
        this.named = made.apply(Session.OPERATOR);
        this.others = made.apply(Session.OPERATOR);
        this.made = made;
        this.admission = admission;
    }

    /** @return false when the visit has ended here */
    boolean admits(Visit visit) {
        if (!visit.job().obeysRobots()) {
            return true;
        }
        Robots robots = robotsFor(visit);
        RobotsVerdict verdict = robots.verdict(visit.request().url());
        if (verdict instanceof Unknown) {
            ask(robots, visit);
            return false;
        }
        // Here and not where robots.txt came in: a crawl that opens later finds it in the cache.
        if (visit.job().firstAtSitemapsOf(visit.request().origin())) {
            admission.offerSitemaps(visit, robots.sitemaps(visit.request().origin()));
        }
        if (verdict instanceof Disallowed) {
            visit.refuse(Refusal.ROBOTS);
            return false;
        }
        if (verdict instanceof Unreachable unreachable) {
            visit.crawl().counters().hostProblem(visit.request().origin(), unreachable.reason());
            visit.refuse(unreachable.refusal());
            return false;
        }
        robots.crawlDelay(visit.request().origin()).ifPresent(visit::delayHost);
        return true;
    }

    private Robots robotsFor(Visit visit) {
        Session way = visit.job().session().forRobots();
        if (way == Session.OPERATOR) {
            return visit.job().privateAllowed(visit.request().url()) ? named : others;
        }
        return throughProxies.asMap().computeIfAbsent(way, made);
    }

    private void ask(Robots robots, Visit visit) {
        String origin = visit.request().origin();
        if (robots.waitBeforeNext(origin).isZero()) {
            visit.started();
            robots.advance(origin, visit.job().privateAllowed(visit.request().url()));
        }
        Duration wait = robots.waitBeforeNext(origin);
        if (!wait.isZero()) {
            visit.blockHost(wait);
        }
        visit.defer();
    }
}
