package caravan.pipeline;

import static caravan.testkit.VersionedSite.every;
import static caravan.testkit.VersionedSite.links;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.CrawlStats;
import caravan.frontier.CrawlHomes;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import caravan.task.Task;
import caravan.testkit.VersionedSite.Tells;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Run after run of one crawl, against a site that counts what it is asked for. */
@Timeout(60)
class RecrawlTest extends RecrawlRuns {
    @ParameterizedTest
    @EnumSource(names = {"ETAG", "DATE", "BOTH"})
    void asksWhetherPagesHaveChangedAndTakesNothingOfThoseThatHaveNot(Tells tells) throws InterruptedException {
        site.tree(tells);
        assertThat(runs.first(daily("")).unchanged()).isZero();
        assertThat(site.answers()).containsExactly(every(200));
        assertThat(runs.stored()).hasSize(5);
        for (int run = 2; run < 4; run++) {
            CrawlStats stats = runs.next(DAY);
            assertThat(site.answers())
                    .as("deep pages behind unchanged ones too")
                    .containsExactly(every(304));
            assertThat(runs.stored()).isEmpty();
            assertThat(stats.unchanged()).isEqualTo(5);
            assertThat(stats.pagesByClass()).containsOnlyKeys(3);
            assertThat(stats.records()).isZero();
            assertThat(stats.seedsFetched()).isEqualTo(1);
        }
    }

    @Test
    void comparesBodiesWhereTheServerCannotTell() throws InterruptedException {
        site.tree(Tells.NOTHING);
        runs.first(daily("archive: pages"));
        assertThat(runs.archived()).hasSize(5);
        runs.stored();
        site.answers();
        site.page("/a/2", Tells.NOTHING, links("new"));
        CrawlStats stats = runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(200));
        assertThat(runs.stored()).containsExactly("/a/2");
        assertThat(runs.archived()).containsExactly("/a/2");
        assertThat(stats.unchanged()).isEqualTo(4);
    }

    @Test
    void readsWhatHasChangedAndFollowsItsNewLinks() throws InterruptedException {
        site.tree(Tells.ETAG);
        runs.first(daily(""));
        runs.stored();
        site.answers();
        site.page("/a/1", Tells.ETAG, links("changed", "/a/2", "/a/new")).page("/a/new", Tells.ETAG, "new");
        runs.next(DAY);
        assertThat(runs.stored()).containsExactly("/a/1", "/a/new");
        assertThat(site.answers()).containsExactly("200 /a/1", "200 /a/new", "304 /", "304 /a", "304 /a/2", "304 /b");
        runs.next(DAY);
        assertThat(site.answers()).hasSize(6).allMatch(answer -> answer.startsWith("304"));
    }

    @Test
    void forgetsWhatIsGone() throws InterruptedException {
        site.tree(Tells.ETAG);
        runs.first(daily(""));
        runs.stored();
        site.answers();
        site.remove("/a/2");
        runs.next(DAY);
        assertThat(site.answers()).contains("404 /a/2");
        assertThat(runs.stored()).containsExactly("/a/2 404");
        runs.next(DAY);
        assertThat(site.answers()).containsExactly("304 /", "304 /a", "304 /a/1", "304 /b");
    }

    @Test
    void comesBackToWhatFailedThoughThePageThatLeadsThereHasNotChanged() throws InterruptedException {
        site.tree(Tells.ETAG);
        site.answer("/a/2", Tells.NOTHING, 500, "broken");
        runs.first(daily(""));
        runs.stored();
        site.answers();
        site.page("/a/2", Tells.ETAG, links("mended", "/a/3")).page("/a/3", Tells.ETAG, links("three"));
        runs.next(DAY);
        assertThat(runs.stored()).containsExactly("/a/2", "/a/3");
        site.answers();
        site.answer("/a/2", Tells.NOTHING, 500, "broken");
        runs.next(DAY);
        site.answers();
        site.page("/a/2", Tells.ETAG, links("other"));
        runs.stored();
        runs.next(DAY);
        assertThat(runs.stored()).containsExactly("/a/2");
    }

    @Test
    void readsEverythingOnceMoreAfterARunThatWasCutShort() throws InterruptedException {
        site.tree(Tells.ETAG);
        runs.first(daily("max-pages: 2"));
        assertThat(site.answers()).hasSize(2);
        runs.redefine(daily("max-pages: 100"));
        runs.stored();
        CrawlStats stats = runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(200));
        assertThat(runs.stored())
                .as("what the first run has brought is not brought again")
                .hasSize(3);
        assertThat(stats.unchanged()).isEqualTo(2);
        runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(304));
    }

    @Test
    void goesOnInAnotherProcessAsItBegan() throws InterruptedException {
        site.tree(Tells.ETAG);
        Task task = daily("");
        runs.first(task);
        site.answers();
        runs.restart(task);
        Job second = runs.begin(DAY);
        runs.step(second);
        runs.step(second);
        assertThat(site.answers())
                .as("the first run ended in the other process")
                .allMatch(a -> a.startsWith("304"));
        runs.finish(runs.restart(task));
        assertThat(site.answers()).hasSize(3).allMatch(answer -> answer.startsWith("304"));
        runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(304));
    }

    @Test
    void doesNotTakeForReadWhatWasNotStored() throws InterruptedException {
        site.tree(Tells.ETAG);
        Task task = daily("");
        Job job = runs.start(task);
        assertThat(runs.read(job).orElseThrow()).as("first comes robots.txt").isEmpty();
        assertThat(runs.read(job).orElseThrow()).isNotEmpty();
        runs.finish(runs.restart(task));
        assertThat(site.answers()).containsExactly("200 /", "200 /", "200 /a", "200 /a/1", "200 /a/2", "200 /b");
        assertThat(runs.stored()).hasSize(5);
        runs.next(DAY);
        assertThat(site.answers()).containsExactly(every(304));
    }

    @Test
    void readsEverythingByADefinitionThatReadsOtherwise() throws InterruptedException {
        site.tree(Tells.ETAG);
        runs.first(daily(""));
        site.answers();
        runs.stored();
        runs.redefine(daily("exclude: [/b]\nsink: more"));
        runs.next(DAY);
        assertThat(site.answers()).containsExactly("200 /", "200 /a", "200 /a/1", "200 /a/2");
        assertThat(runs.stored()).hasSize(4);
    }

    @Test
    void givesItemsOfUnchangedPagesToTasksThatAskForThem() throws InterruptedException {
        site.tree(Tells.BOTH);
        runs.first(daily("recrawl: {unchanged: items}"));
        runs.stored();
        site.answers();
        assertThat(runs.next(DAY).unchanged()).isEqualTo(5);
        assertThat(site.answers()).containsExactly(every(200));
        assertThat(runs.stored()).hasSize(5);
    }

    @Test
    void takesWhatIsCarriedAnewForAChange() throws InterruptedException {
        String rules = """
                rules:
                  shelf:
                    follow:
                      - {css: a, rule: book, carry: {from: h1}}
                  book:
                    items: {fields: {title: h1, from: {carry: from}}}
                """;
        site.page("/", Tells.ETAG, links("novels", "/book")).page("/book", Tells.ETAG, links("Emma"));
        runs.first(daily(rules));
        assertThat(runs.stored()).containsExactly("/book Emma novels");
        runs.next(DAY);
        assertThat(runs.stored()).isEmpty();
        site.answers();
        site.page("/", Tells.ETAG, links("classics", "/book"));
        runs.next(DAY);
        assertThat(site.answers()).containsExactly("200 /", "200 /book");
        assertThat(runs.stored()).containsExactly("/book Emma classics");
    }

    @Test
    void remembersNothingInMemory() throws InterruptedException {
        site.tree(Tells.BOTH);
        try (RecrawlFixture inMemory = new RecrawlFixture(CrawlHomes.inMemory(
                task -> new MemoryFrontier(new Politeness(1, Duration.ZERO), gate, System::nanoTime, task.reload())))) {
            inMemory.first(daily("recrawl: {min: 3d, max: 9d}"));
            site.answers();
            inMemory.stored();
            assertThat(inMemory.next(DAY).unchanged()).isZero();
            assertThat(site.answers()).containsExactly(every(200));
            assertThat(inMemory.stored()).hasSize(5);
        }
    }

    @Test
    void takesA304ThatNobodyAskedForAsAnErrorPage() throws InterruptedException {
        site.answer("/", Tells.NOTHING, 304, "");
        CrawlStats stats = runs.first(daily(""));
        assertThat(site.answers()).containsExactly("304 /");
        assertThat(stats.unchanged()).isZero();
        assertThat(stats.seedsFetched()).isZero();
        assertThat(stats.hostProblems()).containsValue("answered 304");
        assertThat(runs.stored()).containsExactly("/ 304");
    }
}
