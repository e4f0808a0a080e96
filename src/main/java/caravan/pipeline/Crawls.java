package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.frontier.CrawlHome;
import caravan.frontier.CrawlHomes;
import caravan.task.Task;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The crawls of this process, by task name. Thread-safe; changes are made one at a time. */
public final class Crawls {
    private static final Logger LOG = LoggerFactory.getLogger(Crawls.class);

    private final CrawlHomes homes;
    private final Outboxes outboxes;
    private final boolean anyAddress;
    private final InstantSource clock;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final List<Consumer<Job>> openListeners = new CopyOnWriteArrayList<>();

    /**
     * @param homes      where crawls live
     * @param outboxes   of the sinks there are
     * @param anyAddress whether private and local addresses may be fetched from without being named
     */
    public Crawls(CrawlHomes homes, Outboxes outboxes, boolean anyAddress) {
        this(homes, outboxes, anyAddress, InstantSource.system());
    }

    /** @param clock that schedules go by */
    Crawls(CrawlHomes homes, Outboxes outboxes, boolean anyAddress, InstantSource clock) {
        this.outboxes = outboxes;
        this.clock = clock;
        this.homes = homes;
        this.anyAddress = anyAddress;
    }

    /** Has {@code listener} told of every crawl that is opened from now on. */
    public void onOpen(Consumer<Job> listener) {
        openListeners.add(listener);
    }

    /**
     * Starts a crawl, or goes on with that of an earlier process; one that runs under the same name is closed first.
     *
     * @param id of the resource: what was kept under another is not gone on with
     * @throws caravan.CaravanException INVALID when a seed cannot be fetched at all, or a sink is unknown; INTERNAL
     *     when what was kept cannot be read
     */
    public synchronized Job open(String id, Task task) {
        List<Outbox> its = outboxes.of(task);
        Optional.ofNullable(jobs.remove(task.name())).ifPresent(Job::close);
        CrawlHome home = homes.open(id, task);
        return start(home, () -> {
            Optional<Progress> earlier = Progress.in(home.notes());
            Crawl crawl = earlier.map(progress -> progress.resumed(id, task.name(), clock))
                    .orElseGet(() -> new Crawl(id, task.name(), 1, clock));
            boolean trusted = earlier.map(Progress::trusted).orElse(false);
            return new Job(crawl, task, new Job.Means(home, its, anyAddress, trusted, clock), earlier);
        });
    }

    /** Starts the run that follows one that has ended, unless that is not the latest any more. */
    synchronized void again(Job ended) {
        if (find(ended.task().name()).filter(ended::equals).isPresent()) {
            Task task = ended.task();
            List<Outbox> its = outboxes.of(task);
            Crawl next = ended.crawl().again();
            CrawlHome home = homes.next(next.id(), task);
            Job.Means means =
                    new Job.Means(home, its, anyAddress, ended.remembering().isWhole(), clock);
            start(home, () -> new Job(next, task, means, Optional.empty()));
            ended.close();
        }
    }

    private Job start(CrawlHome home, Supplier<Job> made) {
        Job job = made(home, made);
        Crawl crawl = job.crawl();
        jobs.put(crawl.taskName(), job);
        openListeners.forEach(listener -> listener.accept(job));
        LOG.info(
                "crawl opened task={} id={} run={} state={} queued={}",
                crawl.taskName(),
                crawl.id(),
                crawl.run(),
                crawl.state(),
                job.frontierStats().queued());
        if (job.isRunning()) {
            job.settle(); // an earlier process may have done the last of it
        }
        return job;
    }

    private static Job made(CrawlHome home, Supplier<Job> made) {
        try {
            return made.get();
        } catch (RuntimeException e) {
            home.close();
            throw e;
        }
    }

    /**
     * Has the crawl of a task go on by the task as it is now; nothing happens when there is none of its name.
     *
     * @throws caravan.CaravanException INVALID when a seed cannot be fetched at all, or a sink is unknown; the crawl
     *     goes on as it is then
     */
    public synchronized void redefine(Task task) {
        find(task.name()).ifPresent(job -> {
            if (job.task().equals(task)) {
                job.noteProblem("");
            } else {
                job.redefine(task, outboxes.of(task));
                LOG.info(
                        "crawl redefined task={} id={}",
                        task.name(),
                        job.crawl().id());
            }
        });
    }

    /** Has it known why a crawl goes on by the definition it has, and not by a later one. */
    public synchronized void refuse(String taskName, String reason) {
        find(taskName)
                .filter(job -> job.noteProblem(reason))
                .ifPresent(job -> LOG.warn(
                        "the changed definition is not taken task={} id={}: {}",
                        taskName,
                        job.crawl().id(),
                        reason));
    }

    /** Ends a crawl and forgets it for good; nothing happens when there is none of that name. */
    public synchronized void close(String taskName) {
        Optional.ofNullable(jobs.remove(taskName)).ifPresent(job -> {
            job.close();
            homes.remove(taskName);
            LOG.info("crawl closed task={} id={}", taskName, job.crawl().id());
        });
    }

    /** Ends a crawl in this process; when it is opened again, it goes on. Nothing happens when there is none. */
    public synchronized void suspend(String taskName) {
        Optional.ofNullable(jobs.remove(taskName)).ifPresent(job -> {
            job.suspend();
            LOG.info("crawl suspended task={} id={}", taskName, job.crawl().id());
        });
    }

    /** Has nothing kept of crawls of other tasks; those that run are left alone. */
    public synchronized void keepOnly(Set<String> taskNames) {
        Set<String> kept = new HashSet<>(taskNames);
        kept.addAll(jobs.keySet());
        homes.keepOnly(kept);
    }

    /** Notes how far each crawl has come, for a later process. To be called every second or so. */
    public void note() {
        all().stream().filter(Job::isRunning).forEach(Job::note);
    }

    public Optional<Job> find(String taskName) {
        return Optional.ofNullable(jobs.get(taskName));
    }

    public List<Job> all() {
        return List.copyOf(jobs.values());
    }
}
