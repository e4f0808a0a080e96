package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.fetch.Session;
import caravan.frontier.CrawlHome;
import caravan.frontier.Frontier;
import caravan.frontier.FrontierStats;
import caravan.frontier.Lease;
import caravan.frontier.Notes;
import caravan.frontier.Politeness;
import caravan.frontier.TaskPace;
import caravan.task.ScopeFilter;
import caravan.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A crawl with all it works on: its task, its frontier, what is in its scope and how many pages it may have.
 * Thread-safe; {@link #redefine} is for one thread at a time.
 */
public final class Job {
    private final Crawl crawl;
    private final CrawlHome home;
    private final Frontier frontier;
    private final PageBudget budget;
    private final boolean anyAddress;
    private final Set<String> sitemapsOffered = ConcurrentHashMap.newKeySet();
    private final TaskPace pace;
    private final Remembering remembering;
    private volatile Runnable wakeUp = () -> {};
    private volatile Terms terms;
    private volatile Session session;
    private volatile Places places;
    private volatile String problem = "";
    private volatile Recurrence.Due due = Recurrence.Due.NEVER;

    /**
     * What a crawl works with.
     *
     * @param outboxes   of the sinks that it sends to
     * @param anyAddress whether private and local addresses may be fetched from without being named
     * @param trusted    whether the run before was {@link Remembering#isWhole}
     */
    record Means(CrawlHome home, List<Outbox> outboxes, boolean anyAddress, boolean trusted, InstantSource clock) {}

    /**
     * @param crawl   new, or gone on with
     * @param earlier how far an earlier process came with it
     */
    Job(Crawl crawl, Task task, Means means, Optional<Progress> earlier) {
        this.anyAddress = means.anyAddress();
        this.crawl = crawl;
        this.home = means.home();
        this.frontier = home.frontier();
        this.places = new Places(means.outboxes());
        this.terms = Terms.of(task);
        this.session = new Session(task.fetching(), terms.seedUrls(), anyAddress || task.privateAllowed());
        this.pace = new TaskPace(
                task.limits().rates(), task.limits().maxWait(), System::nanoTime, () -> ThreadLocalRandom.current()
                        .nextDouble());
        this.budget = new PageBudget(
                task.limits().maxPages(), earlier.map(Progress::pages).orElse(0L));
        this.remembering = new Remembering(crawl, means, earlier);
        remembering.follow(terms);
        earlier.flatMap(Progress::pace).ifPresent(left -> pace.resume(left, Instant.now()));
        earlier.ifPresent(progress -> progress.learned().forEach(terms.scope()::addSeed));
        if (isRunning()) {
            int fresh = frontier.offer(terms.requests());
            if (earlier.isEmpty()) {
                count(Refusal.DUPLICATE, terms.requests().size() - fresh);
            }
            note();
        } else {
            release();
        }
    }

    /** Notes how far it has come, for a later process. To be called every second or so. */
    void note() {
        if (crawl.isOpen()) {
            Progress.of(crawl, budget.spent(), pace, terms.scope().learned(), remembering)
                    .noteIn(home.notes());
        }
    }

    /**
     * Has the crawl go on by another definition of its task: with what is fetched, read and stored from now on, whoever
     * asked for it. Seeds that are new are offered; what was queued and what was learned of the scope stays. A crawl
     * that has ended stays so, and its next run is by the new definition.
     *
     * @throws caravan.CaravanException INVALID when a seed cannot be fetched at all, or it names proxies that it may
     *     not; nothing has changed then
     */
    void redefine(Task changed, List<Outbox> outboxes) {
        Terms before = terms;
        Terms after = Terms.of(changed);
        session = session.changed(changed.fetching(), after.seedUrls(), anyAddress || changed.privateAllowed());
        after.scope().addLearned(before.scope());
        terms = after;
        after.scope().addLearned(before.scope()); // meanwhile
        remembering.follow(after);
        problem = "";
        if (isRunning()) {
            sendTo(new Places(outboxes));
            pace.change(changed.limits().rates(), changed.limits().maxWait());
            frontier.politeness(new Politeness(changed.limits().perHost(), changed.delay()));
            budget.limit(changed.limits().maxPages());
            frontier.offer(after.requestsNotIn(before));
            settle();
            wakeUp.run();
        }
    }

    private void sendTo(Places others) {
        places.forget(wakeUp);
        places = others;
        others.onRoom(wakeUp);
    }

    /** Why a later definition is not in force; empty when there is none. */
    public String problem() {
        return problem;
    }

    /** @return false when that is known already */
    boolean noteProblem(String reason) {
        boolean news = !problem.equals(reason);
        problem = reason;
        return news;
    }

    /** @return when it is run again; empty while it runs, and where that is never */
    public Optional<Instant> nextRun() {
        due = due.after(crawl, terms.task().schedule());
        return due.at();
    }

    public Crawl crawl() {
        return crawl;
    }

    public Task task() {
        return terms.task();
    }

    Remembering remembering() {
        return remembering;
    }

    public boolean isRunning() {
        return crawl.state() == Crawl.State.RUNNING;
    }

    public FrontierStats frontierStats() {
        return frontier.stats();
    }

    Frontier frontier() {
        return frontier;
    }

    Notes notes() {
        return home.notes();
    }

    Session session() {
        return session;
    }

    ScopeFilter scope() {
        return terms.scope();
    }

    /** Whether the host of {@code url} may have a private address because the operator named it. */
    boolean privateAllowed(String url) {
        return anyAddress || terms.allowPrivate(url);
    }

    boolean obeysRobots() {
        return terms.task().robots() == Task.RobotsPolicy.OBEY;
    }

    /** @return true the first time it is called for an origin */
    boolean firstAtSitemapsOf(String origin) {
        return sitemapsOffered.add(origin);
    }

    void count(Refusal reason, long howMany) {
        crawl.counters().refused(reason, howMany);
    }

    /** Leases the next request, if the crawl has pages left; {@code freeSlot} runs once it is off the wire. */
    Optional<Visit> next(Runnable freeSlot) {
        Places taken = places;
        if (!crawl.isOpen() || !taken.tryTake()) {
            return Optional.empty();
        }
        Optional<Visit> visit = reserve(new Visit.Ticket(taken, freeSlot));
        if (visit.isEmpty()) {
            taken.undo();
        }
        return visit;
    }

    private Optional<Visit> reserve(Visit.Ticket ticket) {
        if (!budget.tryReserve()) {
            return Optional.empty();
        }
        Optional<Visit> visit = pace.take().flatMap(turn -> lend(turn, ticket));
        if (visit.isEmpty()) {
            budget.giveBack();
        }
        return visit;
    }

    private Optional<Visit> lend(TaskPace.Turn turn, Visit.Ticket ticket) {
        Optional<Lease> lease = frontier.lease();
        if (lease.isEmpty()) {
            turn.giveBack();
        }
        return lease.map(granted -> new Visit(this, granted, turn, ticket));
    }

    /** When {@link #next} may give something; empty when that depends on a visit that has yet to end. */
    Optional<Duration> nextReady() {
        boolean mayLease = budget.hasRoom() && places.areFree();
        Optional<Duration> ready = mayLease ? frontier.nextReady() : Optional.empty();
        Duration paced = pace.remaining();
        return ready.map(wait -> wait.compareTo(paced) > 0 ? wait : paced);
    }

    /** Has {@code wakeUp} called whenever {@link #next} may give something earlier than announced. */
    void onReady(Runnable listener) {
        wakeUp = listener;
        frontier.onReady(listener);
        places.onRoom(listener);
    }

    /** A visit ended without a request: another may take its turn. */
    void unused(TaskPace.Turn turn) {
        turn.giveBack();
        wakeUp.run();
    }

    void visitEnded(boolean recorded) {
        if (recorded) {
            budget.spend();
        } else {
            budget.giveBack();
        }
        if (budget.isLimited()) {
            wakeUp.run();
        }
        settle();
    }

    /** Ends the crawl when nothing is left to do. */
    void settle() {
        if (budget.isSpent()) {
            count(Refusal.LIMIT, frontier.drop());
        }
        boolean more = isRunning() && !budget.isSpent() && remembering.bringMore(frontier, terms);
        if (!more && frontier.stats().drained() && crawl.finish()) {
            note();
            release();
        }
    }

    /** Ends it for good, with what is queued; requests on the wire come home to a closed crawl. */
    void close() {
        FrontierStats left = frontier.stats();
        if (crawl.close()) {
            count(Refusal.CLOSED, left.queued());
            release();
        }
    }

    /** Ends it in this process; its home keeps what is needed to go on. */
    void suspend() {
        note();
        if (crawl.close()) {
            release();
        }
    }

    private void release() {
        home.close();
        places.forget(wakeUp);
    }
}
