package caravan.pipeline;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.FrontierStats;
import caravan.frontier.Lease;
import caravan.parse.Urls;
import caravan.task.ScopeFilter;
import caravan.task.Seed;
import caravan.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A crawl with all it works on: its task, its frontier, what is in its scope and how many pages it may have. */
public final class Job {
    private final Crawl crawl;
    private final Task task;
    private final Frontier frontier;
    private final ScopeFilter scope;
    private final PageBudget budget;
    private final Set<String> seedHosts;
    private final boolean anyAddress;
    private final List<Outbox> outboxes;
    private final Set<String> sitemapsOffered = ConcurrentHashMap.newKeySet();
    private volatile Runnable wakeUp = () -> {};

    Job(Crawl crawl, Task task, Frontier frontier, List<Outbox> outboxes, boolean anyAddress) {
        this.outboxes = outboxes;
        this.anyAddress = anyAddress;
        this.crawl = crawl;
        this.task = task;
        this.frontier = frontier;
        this.scope = new ScopeFilter(task.scope());
        this.budget = new PageBudget(task.limits().maxPages());
        List<String> seeds =
                task.seeds().stream().map(seed -> normalised(seed.url())).toList();
        this.seedHosts = seeds.stream().map(ScopeFilter::hostOf).collect(Collectors.toUnmodifiableSet());
        seeds.forEach(scope::addSeed);
        List<Request> requests = task.seeds().stream().map(Job::request).toList();
        count(Refusal.DUPLICATE, requests.size() - frontier.offer(requests));
    }

    public Crawl crawl() {
        return crawl;
    }

    public Task task() {
        return task;
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
        return scope;
    }

    /** Whether the host of {@code url} may have a private address because the operator named it. */
    boolean privateAllowed(String url) {
        return anyAddress || task.privateAllowed() && seedHosts.contains(ScopeFilter.hostOf(url));
    }

    boolean obeysRobots() {
        return task.robots() == Task.RobotsPolicy.OBEY;
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
        if (!crawl.isOpen() || !takePlaces()) {
            return Optional.empty();
        }
        Optional<Lease> lease = budget.tryReserve() ? leaseWithinBudget() : Optional.empty();
        if (lease.isEmpty()) {
            outboxes.forEach(Outbox::undo);
        }
        return lease.map(granted -> new Visit(this, granted, freeSlot));
    }

    private Optional<Lease> leaseWithinBudget() {
        Optional<Lease> lease = frontier.lease();
        if (lease.isEmpty()) {
            budget.giveBack();
        }
        return lease;
    }

    /** Takes a place in every outbox, or in none. */
    private boolean takePlaces() {
        for (int i = 0; i < outboxes.size(); i++) {
            if (!outboxes.get(i).tryTake()) {
                outboxes.subList(0, i).forEach(Outbox::undo);
                return false;
            }
        }
        return true;
    }

    /** When {@link #next} may give something; empty when that depends on a visit that has yet to end. */
    Optional<Duration> nextReady() {
        return budget.hasRoom() && outboxes.stream().allMatch(Outbox::hasRoom)
                ? frontier.nextReady()
                : Optional.empty();
    }

    /** Has {@code wakeUp} called whenever {@link #next} may give something earlier than announced. */
    void onReady(Runnable ready) {
        wakeUp = ready;
        frontier.onReady(ready);
        outboxes.forEach(outbox -> outbox.onRoom(ready));
    }

    void visitEnded(boolean recorded) {
        outboxes.forEach(Outbox::giveBack);
        if (recorded) {
            budget.spend();
        } else {
            budget.giveBack();
        }
        if (budget.isLimited()) {
            wakeUp.run();
        }
        if (budget.isSpent()) {
            count(Refusal.LIMIT, frontier.drop());
        }
        if (frontier.stats().drained() && crawl.finish()) {
            release();
        }
    }

    /** Drops what is queued and frees the frontier; requests on the wire come home to a closed crawl. */
    void close() {
        if (crawl.close()) {
            count(Refusal.CLOSED, frontier.drop());
            release();
        }
    }

    private void release() {
        frontier.close();
        outboxes.forEach(outbox -> outbox.forget(wakeUp));
    }

    private static Request request(Seed seed) {
        Ask ask = new Ask(seed.method(), seed.body(), seed.headers());
        return new Request(normalised(seed.url()), ask, seed.rule(), seed.carry(), 0, seed.priority(), 0, 0, "");
    }

    private static String normalised(String seed) {
        return Urls.normalise(seed)
                .orElseThrow(() -> CaravanException.invalid("seed '" + seed + "' is not a URL that can be fetched"));
    }
}
