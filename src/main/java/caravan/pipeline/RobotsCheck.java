package caravan.pipeline;

import caravan.crawl.Refusal;
import caravan.fetch.Session;
import caravan.fetch.robots.OriginRobots;
import caravan.fetch.robots.Robots;
import caravan.fetch.robots.RobotsNote;
import caravan.fetch.robots.RobotsVerdict;
import caravan.fetch.robots.RobotsVerdict.Disallowed;
import caravan.fetch.robots.RobotsVerdict.Unknown;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import caravan.frontier.Notes;
import caravan.frontier.Notes.Kind;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.time.Duration;
import java.util.function.Function;

/**
 * Lets only those requests pass that robots.txt allows. Where robots.txt is not known yet, the request gives its turn
 * at the host to it and goes back into the frontier: asking for robots.txt is a request like any other to that host.
 * Thread-safe.
 *
 * <p>What was read is noted for the crawl it was read for, and by which way: where nothing is remembered of a host any
 * more, that serves its day out. So a crawl that goes on asks no host again, nor does one of more hosts than are
 * remembered at once.
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
        String origin = visit.request().origin();
        Memory memory = memoryFor(visit);
        OriginRobots robots = memory.of().find(origin).orElseGet(() -> recall(memory, visit));
        RobotsVerdict verdict = robots.verdict(visit.request().url());
        if (verdict instanceof Unknown) {
            ask(memory, visit);
            return false;
        }
        // Here and not where robots.txt came in: a crawl that opens later finds it in the cache.
        if (visit.job().firstAtSitemapsOf(origin)) {
            admission.offerSitemaps(visit, robots.sitemaps());
        }
        if (verdict instanceof Disallowed) {
            visit.refuse(Refusal.ROBOTS);
            return false;
        }
        if (verdict instanceof Unreachable unreachable) {
            refuse(visit, unreachable);
            return false;
        }
        robots.crawlDelay().ifPresent(visit::delayHost);
        return true;
    }

    /** A robots.txt that could not be had may be had later: then its pages are worth another try. */
    private static void refuse(Visit visit, Unreachable why) {
        visit.crawl().counters().hostProblem(visit.request().origin(), why.reason());
        if (why.refusal() == Refusal.ROBOTS) {
            visit.job().count(Refusal.ROBOTS, 1);
            visit.giveUp(why.reason());
        } else {
            visit.refuse(why.refusal());
        }
    }

    /**
     * Where the robots.txt of a visit's host is remembered.
     *
     * @param way by which it is asked for, as it stands in the crawl's notes
     */
    private record Memory(Robots of, String way) {}

    private Memory memoryFor(Visit visit) {
        Session session = visit.job().session();
        if (!session.isDirect()) {
            return new Memory(throughProxies.asMap().computeIfAbsent(session.forRobots(), made), session.routeMark());
        }
        return visit.job().privateAllowed(visit.request().url())
                ? new Memory(named, "named")
                : new Memory(others, "others");
    }

    /** What an earlier process, or this one before it had to forget, has noted for the visit's crawl. */
    private static OriginRobots recall(Memory memory, Visit visit) {
        String origin = visit.request().origin();
        return visit.job()
                .notes()
                .find(Kind.ROBOTS, origin)
                .flatMap(RobotsNote::read)
                .filter(note -> note.way().equals(memory.way()))
                .map(note -> memory.of().recall(origin, note))
                .orElseGet(() -> memory.of().of(origin));
    }

    private static void ask(Memory memory, Visit visit) {
        String origin = visit.request().origin();
        Robots robots = memory.of();
        if (robots.waitBeforeNext(origin).isZero()) {
            visit.started();
            Notes notes = visit.job().notes();
            robots.advance(
                    origin,
                    visit.job().privateAllowed(visit.request().url()),
                    memory.way(),
                    note -> notes.put(Kind.ROBOTS, origin, note.write()));
        }
        Duration wait = robots.waitBeforeNext(origin);
        if (!wait.isZero()) {
            visit.blockHost(wait);
        }
        // at once: until its next turn it may be forgotten again
        if (robots.of(origin).verdict(visit.request().url()) instanceof Unreachable unreachable) {
            refuse(visit, unreachable);
        } else {
            visit.defer();
        }
    }
}
