package caravan.pipeline;

import caravan.crawl.Refusal;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsVerdict;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import java.time.Duration;

/**
 * Lets only those requests pass that robots.txt allows. Where robots.txt is not known yet, the request gives its turn
 * at the host to it and goes back into the frontier: asking for robots.txt is a request like any other to that host.
 * Thread-safe.
 */
public final class RobotsCheck {
    private final Robots named;
    private final Robots others;
    private final Admission admission;

    /**
     * @param named  for hosts that may have a private address
     * @param others for all others: what the address guard kept from one crawl must not be told to be so for another
     */
    public RobotsCheck(Robots named, Robots others, Admission admission) {
        this.named = named;
        this.others = others;
        this.admission = admission;
    }

    /** @return false when the visit has ended here */
    boolean admits(Visit visit) {
        if (!visit.job().obeysRobots()) {
            return true;
        }
        Robots robots = visit.job().privateAllowed(visit.request().url()) ? named : others;
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

    private void ask(Robots robots, Visit visit) {
        String origin = visit.request().origin();
        if (robots.waitBeforeNext(origin).isZero()) {
            visit.started();
            robots.advance(origin, robots == named);
        }
        Duration wait = robots.waitBeforeNext(origin);
        if (!wait.isZero()) {
            visit.blockHost(wait);
        }
        visit.defer();
    }
}
