package caravan.recrawl;

import caravan.crawl.Request;
import caravan.frontier.Notes;
import caravan.frontier.Notes.Kind;
import caravan.task.Recrawl.Unchanged;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run of a crawl knows of pages from before. Remembers nothing where the notes do not, or the task never looks
 * at a page again. Thread-safe.
 *
 * <p>Every page is noted when it is asked for, and what it was once all that it brought is stored. So whatever is lost
 * in between, a page is known to be asked for again, and is never taken for read when it was not.
 */
public final class PageMemory {
    private static final Logger LOG = LoggerFactory.getLogger(PageMemory.class);

    private final Notes notes;
    private final InstantSource clock;
    private final Run run;
    private volatile Manner manner = Manner.NEVER;

    /**
     * @param startedAt of this run
     * @param trusted   whether the run before it came to its end by itself, remembering all of its pages: only then do
     *                  all the links of a page that has not changed lead to what is known
     */
    public record Run(Instant startedAt, boolean trusted) {}

    public PageMemory(Notes notes, Run run, InstantSource clock) {
        this.notes = notes;
        this.run = run;
        this.clock = clock;
    }

    /** Goes by another definition from now on. */
    public void follow(Manner next) {
        manner = notes == Notes.NONE ? Manner.NEVER : next;
    }

    /** Whether it remembers anything. */
    public boolean isOn() {
        return manner.again();
    }

    public boolean isTrusted() {
        return run.trusted();
    }

    /** What is known of a page that is going to be asked for; from now on that includes that it was. */
    public Recollection recall(Request request) {
        Manner its = manner;
        Instant now = clock.instant();
        PageState unread = PageState.unread(request, now);
        if (!its.again()) {
            return new Recollection(this, its, request, unread);
        }
        Optional<PageState> known = find(request.key());
        if (known.isEmpty()) {
            put(unread);
        }
        return new Recollection(this, its, request, known.orElse(unread));
    }

    /** Whether a link leads to a page that is known and not due, so that it is left alone. */
    public boolean isFresh(Request request) {
        Manner its = manner;
        return its.again()
                && its.recrawl().adapts()
                && request.depth() > 0
                && find(request.key())
                        .filter(state -> its.reload() || isOfEarlierRun(state))
                        .filter(state -> !isDue(state, its))
                        .isPresent();
    }

    boolean isDue(PageState state, Manner its) {
        return !its.recrawl().adapts()
                || !isTrusted(state)
                || !state.isRead()
                || !state.reading().equals(its.reading())
                || Intervals.isDue(state.dueAt(), state.interval(), its.reload() ? clock.instant() : run.startedAt());
    }

    boolean isOfEarlierRun(PageState state) {
        return state.fetchedAt().isBefore(run.startedAt());
    }

    private boolean isTrusted(PageState state) {
        return run.trusted() || !isOfEarlierRun(state); // links that this run has found are in its frontier
    }

    /** Whether it does not matter for anything else if a page is not read again, as long as it is as it was. */
    boolean mayStayUnread(PageState state, Manner its) {
        return state.isRead()
                && isTrusted(state)
                && state.reading().equals(its.reading())
                && its.recrawl().unchanged() == Unchanged.SKIP;
    }

    Instant now() {
        return clock.instant();
    }

    /** What intervals are counted from. */
    Instant base(Manner its) {
        return its.reload() ? clock.instant() : run.startedAt();
    }

    Manner manner() {
        return manner;
    }

    Notes notes() {
        return notes;
    }

    private Optional<PageState> find(String key) {
        return notes.find(Kind.PAGE, key).flatMap(note -> read(key, note));
    }

    /** @return empty for a note that cannot be read: its page counts as one that is not known */
    static Optional<PageState> read(String key, byte[] note) {
        try {
            return Optional.of(PageState.read(note));
        } catch (IllegalArgumentException e) {
            LOG.warn("what was noted of a page cannot be read url={}: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    void put(PageState state) {
        notes.put(Kind.PAGE, state.request().key(), state.write());
    }

    void remove(Request request) {
        notes.remove(Kind.PAGE, request.key());
    }
}
