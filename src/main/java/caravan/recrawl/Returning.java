package caravan.recrawl;

import caravan.crawl.Request;
import caravan.frontier.Notes.Kind;
import caravan.task.ScopeFilter;
import caravan.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * Brings a run to the remembered pages that its links have not led to, because the pages with those links have not
 * changed. It goes by depth, each one after all that is nearer to the seeds is done: so a link that has changed is
 * followed as it is now, with what it carries, and only what nobody leads to anew is asked for as it was. What has
 * depth 0 is not brought: those are the seeds, what they redirect to, and sitemaps, with which every run begins.
 *
 * <p>Not thread-safe.
 */
public final class Returning {
    private static final int CHUNK = 1_000;
    private static final int MOST_AT_ONCE = 100_000;
    private static final int NONE = Integer.MAX_VALUE;

    private final PageMemory memory;
    private int level = NONE;
    private int nextLevel = NONE;
    private String after = "";

    /** @param begun whether there is an earlier run, whose pages are to be brought */
    public Returning(PageMemory memory, boolean begun) {
        this.memory = memory;
        if (begun) {
            level = 1;
        }
    }

    /** Whether all were brought. */
    public boolean isDone() {
        return level == NONE;
    }

    /**
     * Offers the next that are due, and within the scope and depth of the task as it is now. To be called when nothing
     * is left to do.
     *
     * @param frontier takes requests, and tells how many of them were new
     * @return whether any were; false when there are none left
     */
    public boolean bring(Task task, ScopeFilter scope, ToIntFunction<List<Request>> frontier) {
        int brought = 0;
        while (level != NONE && brought < MOST_AT_ONCE) {
            List<Request> chunk = read(task, scope);
            brought += chunk.isEmpty() ? 0 : frontier.applyAsInt(chunk);
            if (chunk.size() < CHUNK) {
                level = nextLevel;
                nextLevel = NONE;
                after = "";
                if (brought > 0) {
                    return true;
                }
            }
        }
        return brought > 0;
    }

    /** @return fewer than {@link #CHUNK} when those were the last of the level */
    private List<Request> read(Task task, ScopeFilter scope) {
        Manner manner = memory.manner();
        List<Request> chunk = new ArrayList<>();
        memory.notes().readOn(Kind.PAGE, after, (key, note) -> {
            after = key;
            Optional<PageState> state = PageMemory.read(key, note)
                    .filter(page -> page.request().depth() >= level)
                    .filter(memory::isOfEarlierRun)
                    .filter(page -> memory.isDue(page, manner))
                    .filter(page -> isWanted(page.request(), task, scope));
            state.map(PageState::request).ifPresent(request -> {
                if (request.depth() == level) {
                    chunk.add(request);
                } else {
                    nextLevel = Math.min(nextLevel, request.depth());
                }
            });
            return chunk.size() < CHUNK;
        });
        return chunk;
    }

    private static boolean isWanted(Request request, Task task, ScopeFilter scope) {
        return request.depth() <= task.limits().depth()
                && task.rules().isEmpty() == request.rule().isEmpty()
                && (task.rules().isEmpty() || task.rule(request.rule()).isPresent())
                && scope.admits(request.url());
    }
}
