package caravan.recrawl;

import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.crawl.RequestJson;
import caravan.crawl.Validators;
import caravan.task.Recrawl.Unchanged;
import com.google.common.hash.Hashing;
import java.time.Duration;
import java.time.Instant;

/** What is known of a page from before, while it is fetched again. Immutable; for any thread. */
public final class Recollection {
    private static final int HASH_DIGITS = 32; // 128 bits

    private final PageMemory memory;
    private final Manner manner;
    private final Request request;
    private final PageState state;

    /**
     * What has become of a page.
     *
     * @param unchanged whether it is as it was
     * @param skipped   whether it gives no items for that
     * @param note      remembers it; to be run once what it gave is stored
     */
    public record Look(boolean unchanged, boolean skipped, Runnable note) {}

    Recollection(PageMemory memory, Manner manner, Request request, PageState state) {
        this.memory = memory;
        this.manner = manner;
        this.request = request;
        this.state = state;
    }

    /** @return by which to ask whether it is as it was; none where it is wanted whole whatever it is */
    public Validators validators() {
        boolean enough = memory.mayStayUnread(state, manner)
                && request.depth() >= state.request().depth() // nearer to the seeds, its links are within the depth
                && carriesTheSame();
        return enough ? state.validators() : Validators.NONE;
    }

    /** Looks at a page that came whole. */
    public Look look(Page page) {
        if (!manner.again()) {
            return new Look(false, false, () -> {});
        }
        String hash = hashOf(page);
        boolean unchanged = state.isRead() && !hash.isEmpty() && hash.equals(state.hash());
        boolean skipped = unchanged
                && state.reading().equals(manner.reading())
                && manner.recrawl().unchanged() == Unchanged.SKIP
                && carriesTheSame();
        PageState next = next(Validators.of(page), hash, unchanged);
        return new Look(unchanged, skipped, () -> memory.put(next));
    }

    /**
     * @param answer a 304 to {@link #validators}
     * @return remembers that the page is as it was
     */
    public Runnable unchanged(Page answer) {
        PageState next = next(state.validators().updated(Validators.of(answer)), state.hash(), true);
        return () -> memory.put(next);
    }

    /** Forgets the page, as there is none any more. */
    public void forget() {
        if (manner.again()) {
            memory.remove(request);
        }
    }

    private PageState next(Validators validators, String hash, boolean unchanged) {
        Instant now = memory.now();
        Duration interval = Intervals.next(manner.recrawl(), state.interval(), manner.schedule(), !unchanged);
        return new PageState(
                request.anew(),
                validators,
                hash,
                manner.reading(),
                now,
                unchanged ? state.changedAt() : now,
                interval,
                interval.isZero() ? Instant.EPOCH : memory.base(manner).plus(interval));
    }

    /** Items may hold what was carried: both sides are compared as they are written. */
    private boolean carriesTheSame() {
        return RequestJson.read(RequestJson.write(request))
                .carry()
                .equals(state.request().carry());
    }

    /** Of an answer to HEAD, and of a type that is not read, there is no body to compare. */
    private String hashOf(Page page) {
        boolean bodiless = !page.bodyRead() || request.ask().method().equals("HEAD");
        return bodiless
                ? ""
                : Hashing.sha256().hashBytes(page.body()).toString().substring(0, HASH_DIGITS);
    }
}
