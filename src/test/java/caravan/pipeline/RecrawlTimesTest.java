package caravan.pipeline;

import static caravan.testkit.VersionedSite.every;
import static caravan.testkit.VersionedSite.links;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.CrawlStats;
import caravan.crawl.Refusal;
import caravan.task.Task;
import caravan.testkit.VersionedSite.Tells;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When pages are looked at again, within a run and from run to run. */
@Timeout(60)
class RecrawlTimesTest extends RecrawlRuns {
    @Test
    void looksMoreSeldomAtWhatStaysAsItIs() throws InterruptedException {
        site.tree(Tells.ETAG);
        runs.first(daily("recrawl: {min: 12h, max: 4d}"));
        site.answers();
        runs.next(DAY);
        assertThat(site.answers())
                .as("a day later, as often as the task is run")
                .containsExactly(every(304));
        runs.next(DAY);
        assertThat(site.answers()).as("the seed is always asked").containsExactly("304 /");
        site.page("/a", Tells.ETAG, links("changed", "/a/1"));
        CrawlStats third = runs.next(DAY);
        assertThat(site.answers()).containsExactly("200 /a", "304 /", "304 /a/1", "304 /a/2", "304 /b");
        assertThat(third.unchanged()).isEqualTo(4);
        runs.next(DAY);
        assertThat(site.answers())
                .as("twice as often as after a day and a half")
                .containsExactly("304 /", "304 /a");
    }

    @Test
    void leavesAloneWhatIsNotDueThoughAChangedPageLeadsThere() throws InterruptedException {
        site.tree(Tells.ETAG);
        runs.first(daily("recrawl: {min: 3d, max: 9d}"));
        site.answers();
        site.page("/", Tells.ETAG, links("changed", "/a", "/b", "/c")).page("/c", Tells.ETAG, "c");
        CrawlStats stats = runs.next(DAY);
        assertThat(site.answers()).containsExactly("200 /", "200 /c");
        assertThat(stats.refusals()).containsEntry(Refusal.FRESH, 2L);
    }

    @Test
    void asksAgainWithinOneRunThatReloads() throws InterruptedException {
        site.page("/", Tells.ETAG, links("home", "/a", "/b"))
                .page("/a", Tells.ETAG, links("a", "/"))
                .page("/b", Tells.NOTHING, links("b", "/"));
        Task task = RecrawlFixture.task("seeds: ['" + site.url("/") + "']\nreload: true\ndepth: 3");
        CrawlStats stats = runs.first(task);
        assertThat(site.answers()).contains("304 /").filteredOn("200 /"::equals).hasSize(1);
        assertThat(runs.stored()).containsExactly("/", "/a", "/b");
        assertThat(stats.unchanged()).isPositive();
    }
}
