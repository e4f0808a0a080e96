package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.frontier.Frontier;
import caravan.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The crawls of this process, by task name. Thread-safe. */
public final class Crawls {
    private static final Logger LOG = LoggerFactory.getLogger(Crawls.class);

    private final Function<Task, Frontier> frontiers;
    private final Outboxes outboxes;
    private final boolean anyAddress;
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final List<Consumer<Job>> openListeners = new CopyOnWriteArrayList<>();

    /**
     * @param frontiers  makes the frontier of a new crawl
     * @param outboxes   of the sinks there are
     * @param anyAddress whether private and local addresses may be fetched from without being named
     */
    public Crawls(Function<Task, Frontier> frontiers, Outboxes outboxes, boolean anyAddress) {
        this.outboxes = outboxes;
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
    public Job open(String id, Task task) {
        Job job = new Job(new Crawl(id, task.name()), task, frontiers.apply(task), outboxes.of(task), anyAddress);
        Optional.ofNullable(jobs.put(task.name(), job)).ifPresent(Job::close);
        openListeners.forEach(listener -> listener.accept(job));
        LOG.info("crawl opened task={} id={}", task.name(), id);
        return job;
    }

    /** Ends a crawl and forgets it; nothing happens when there is none of that name. */
    public void close(String taskName) {
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
