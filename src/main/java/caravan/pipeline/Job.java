package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.FrontierStats;
import caravan.frontier.Lease;
import caravan.task.Schedule;
import caravan.task.ScopeFilter;
import caravan.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A crawl with all it works on: its task, its frontier, what is in its scope and how many pages it may have.
 * Thread-safe; {@link #redefine} is for one thread at a time.
 */
public final class Job {
    private final Crawl crawl;
    private final Frontier frontier;
    private final PageBudget budget;
    private final boolean anyAddress;
    private final Set<String> sitemapsOffered = ConcurrentHashMap.newKeySet();
    private volatile Runnable budgetFreed = () -> {};
    private volatile Terms terms;
    private volatile String problem = "";
    private volatile Recurrence.Due due = Recurrence.Due.NEVER;

    Job(Crawl crawl, Task task, Frontier frontier, boolean anyAddress) {
        this.anyAddress = anyAddress;
        this.crawl = crawl;
        this.frontier = frontier;
        this.terms = Terms.of(task);
        this.budget = new PageBudget(task.limits().maxPages());
        List<Request> requests = terms.requests();
        count(Refusal.DUPLICATE, requests.size() - frontier.offer(requests));
    }

    /**
     * Has the crawl go on by another definition of its task: with what is fetched, read and stored from now on, whoever
     * asked for it. Seeds that are new are offered; what was queued and what was learned of the scope stays. A crawl
     * that has ended stays so, and its next run is by the new definition.
     *
     * @throws caravan.CaravanException INVALID when a seed cannot be fetched at all; nothing has changed then
     */
    void redefine(Task changed) {
        Terms before = terms;
        Terms after = Terms.of(changed);
        after.scope().addLearned(before.scope());
        terms = after;
        after.scope().addLearned(before.scope()); // meanwhile
        problem = "";
        if (isRunning()) {
            // INTEGRATOR: frontier.politeness(new Politeness(changed.limits().perHost(), changed.delay()));
            budget.limit(changed.limits().maxPages());
            frontier.offer(after.requestsNotIn(before));
            settle();
            budgetFreed.run();
        }
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
        Schedule schedule = terms.task().schedule();
        Optional<Instant> finished = crawl.finishedAt();
        if (finished.isPresent() && !due.isOf(schedule)) {
            due = new Recurrence.Due(schedule, Recurrence.next(schedule, crawl.startedAt(), finished.get()));
        }
        return finished.flatMap(ended -> due.at());
    }

    public Crawl crawl() {
        return crawl;
    }

    public Task task() {
        return terms.task();
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
        if (!crawl.isOpen() || !budget.tryReserve()) {
            return Optional.empty();
        }
        Optional<Lease> lease = frontier.lease();
        if (lease.isEmpty()) {
            budget.giveBack();
        }
        return lease.map(granted -> new Visit(this, granted, freeSlot));
    }

    /** When {@link #next} may give something; empty when that depends on a visit that has yet to end. */
    Optional<Duration> nextReady() {
        return budget.hasRoom() ? frontier.nextReady() : Optional.empty();
    }

    /** Has {@code wakeUp} called whenever {@link #next} may give something earlier than announced. */
    void onReady(Runnable wakeUp) {
        budgetFreed = wakeUp;
        frontier.onReady(wakeUp);
    }

    void visitEnded(boolean recorded) {
        if (recorded) {
            budget.spend();
        } else {
            budget.giveBack();
        }
        if (budget.isLimited()) {
            budgetFreed.run();
        }
        settle();
    }

    private void settle() {
        if (budget.isSpent()) {
            count(Refusal.LIMIT, frontier.drop());
        }
        if (frontier.stats().drained() && crawl.finish()) {
            frontier.close();
        }
    }

    /** Drops what is queued and frees the frontier; requests on the wire come home to a closed crawl. */
    void close() {
        if (crawl.close()) {
            count(Refusal.CLOSED, frontier.drop());
            frontier.close();
        }
    }
}
