package caravan.pipeline;

import caravan.CaravanException;
import caravan.crawl.Ask;
import caravan.crawl.Crawl;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.fetch.Session;
import caravan.frontier.Frontier;
import caravan.frontier.FrontierStats;
import caravan.frontier.Lease;
import caravan.frontier.TaskPace;
import caravan.parse.Urls;
import caravan.task.ScopeFilter;
import caravan.task.Seed;
import caravan.task.Task;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
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
    private final Set<String> sitemapsOffered = ConcurrentHashMap.newKeySet();
    private final TaskPace pace;
    private volatile Session session;
    private volatile Runnable wakeUp = () -> {};

    Job(Crawl crawl, Task task, Frontier frontier, boolean anyAddress) {
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
        this.session = new Session(task.fetching(), seeds, anyAddress || task.privateAllowed());
        this.pace = new TaskPace(task.limits().rates(), task.limits().maxWait(), System::nanoTime, Job::random);
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

    Session session() {
        return session;
    }

    TaskPace pace() {
        return pace;
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
        if (!crawl.isOpen() || !budget.tryReserve()) {
            return Optional.empty();
        }
        Optional<Visit> visit = pace.take().flatMap(turn -> lend(turn, freeSlot));
        if (visit.isEmpty()) {
            budget.giveBack();
        }
        return visit;
    }

    private Optional<Visit> lend(TaskPace.Turn turn, Runnable freeSlot) {
        Optional<Lease> lease = frontier.lease();
        if (lease.isEmpty()) {
            turn.giveBack();
        }
        return lease.map(granted -> new Visit(this, granted, turn, freeSlot));
    }

    /** When {@link #next} may give something; empty when that depends on a visit that has yet to end. */
    Optional<Duration> nextReady() {
        Optional<Duration> ready = budget.hasRoom() ? frontier.nextReady() : Optional.empty();
        Duration paced = pace.remaining();
        return ready.map(wait -> wait.compareTo(paced) > 0 ? wait : paced);
    }

    /** Has {@code wakeUp} called whenever {@link #next} may give something earlier than announced. */
    void onReady(Runnable listener) {
        wakeUp = listener;
        frontier.onReady(listener);
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

    private static double random() {
        return ThreadLocalRandom.current().nextDouble();
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
