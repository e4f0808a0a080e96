package caravan.frontier;

import caravan.task.Task;
import java.util.Set;
import java.util.function.Function;

/** Makes the homes of crawls, and finds those of an earlier process again. For one thread at a time. */
public interface CrawlHomes {

    /**
     * The home of a resource's crawl: the one there is, when it is of this resource; else a new one, in the place of
     * any other of the task's name.
     *
     * @param id of the resource
     * @throws caravan.CaravanException naming the folder, when what is there cannot be gone on with
     */
    CrawlHome open(String id, Task task);

    /** The same for the next run: it starts with an empty frontier, and what was noted. */
    CrawlHome next(String id, Task task);

    /** Has nothing kept of the task's crawl, which is closed. */
    void remove(String taskName);

    /** Has nothing kept of the crawls of other tasks, which are closed. */
    void keepOnly(Set<String> taskNames);

    /** Homes in memory. */
    static CrawlHomes inMemory(Function<Task, Frontier> frontiers) {
        return new CrawlHomes() {
            @Override
            public CrawlHome open(String id, Task task) {
                return CrawlHome.inMemory(frontiers.apply(task));
            }

            @Override
            public CrawlHome next(String id, Task task) {
                return open(id, task);
            }

            @Override
            public void remove(String taskName) {
                // gone when it was closed
            }

            @Override
            public void keepOnly(Set<String> taskNames) {
                // likewise
            }
        };
    }
}
