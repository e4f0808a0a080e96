package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.frontier.Frontier;
import caravan.task.Task;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The crawls of this process, by task name. Thread-safe; changes are made one at a time. */
public final class Crawls {
    private static final Logger LOG = LoggerFactory.getLogger(Crawls.class);

    private final Function<Task, Frontier> frontiers;
    private final Outboxes outboxes;
    private final boolean anyAddress;
    private final InstantSource clock;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final List<Consumer<Job>> openListeners = new CopyOnWriteArrayList<>();

    /**
     * @param frontiers  makes the frontier of a new crawl
     * @param outboxes   of the sinks there are
     * @param anyAddress whether private and local addresses may be fetched from without being named
     */
    public Crawls(Function<Task, Frontier> frontiers, Outboxes outboxes, boolean anyAddress) {
        this(frontiers, outboxes, anyAddress, InstantSource.system());
    }

    /** @param clock that schedules go by */
    Crawls(Function<Task, Frontier> frontiers, Outboxes outboxes, boolean anyAddress, InstantSource clock) {
        this.outboxes = outboxes;
        this.clock = clock;
        this.frontiers = frontiers;
        this.anyAddress = anyAddress;
    }

    /** Has {@code listener} told of every crawl that is opened from now on. */
    public void onOpen(Consumer<Job> listener) {
        openListeners.add(listener);
    }

    /**
     * Starts a fresh crawl; one that ran under the same name is closed first.
     *
     * @param id tells this run from any other of the same task
     * @throws caravan.CaravanException INVALID when a seed cannot be fetched at all, or a sink is unknown
     */
    public synchronized Job open(String id, Task task) {
        return start(new Crawl(id, task.name(), 1, clock), task);
    }

    /** Starts the run that follows one that has ended, unless that is not the latest any more. */
    synchronized void again(Job ended) {
        if (find(ended.task().name()).filter(ended::equals).isPresent()) {
            start(ended.crawl().again(), ended.task());
        }
    }

    private Job start(Crawl crawl, Task task) {
        Job job = new Job(crawl, task, new Job.Means(frontiers.apply(task), outboxes.of(task), anyAddress));
        Optional.ofNullable(jobs.put(task.name(), job)).ifPresent(Job::close);
        openListeners.forEach(listener -> listener.accept(job));
        LOG.info("crawl opened task={} id={} run={}", task.name(), crawl.id(), crawl.run());
        return job;
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

    /** Ends a crawl and forgets it; nothing happens when there is none of that name. */
    public synchronized void close(String taskName) {
        Optional.ofNullable(jobs.remove(taskName)).ifPresent(job -> {
            job.close();
            LOG.info("crawl closed task={} id={}", taskName, job.crawl().id());
        });
    }

    public Optional<Job> find(String taskName) {
        return Optional.ofNullable(jobs.get(taskName));
    }

    public List<Job> all() {
        return List.copyOf(jobs.values());
    }
}
