package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.BookshopSite;
import caravan.testkit.BookshopItems;
import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import caravan.testkit.DoubanSite;
import caravan.testkit.FlatItem;
import caravan.testkit.TestSite;
import caravan.testkit.YamlFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The tasks under {@code tasks/} bring what their sites hold: every field of every item, and no other item. */
@Timeout(120)
class ExampleTasksIT {
    private static final Path TASKS = Path.of("tasks");
    private static final Path GUIDE = Path.of("docs/tasks.md");
    private static final Pattern TASK_IN_THE_GUIDE = Pattern.compile("(?ms)^```yaml\n(?:#[^\n]*\n)?(name: .*?)^```$");
    private static final Pattern LONG_PAUSE = Pattern.compile("\\b(delay|per|wait): (\\d+)s\\b");

    @TempDir
    Path folder;

    @Test
    void noneHasAFaultNorHasOneOfTheGuide() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("check"));
        YamlFile.in(TASKS).forEach(file -> arguments.add(file.toAbsolutePath().toString()));
        List<String> inTheGuide = TASK_IN_THE_GUIDE
                .matcher(Files.readString(GUIDE))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(inTheGuide).isNotEmpty();
        for (String text : inTheGuide) {
            Path file = folder.resolve("guide-" + arguments.size() + ".yaml");
            arguments.add(Files.writeString(file, text).toString());
        }
        try (CaravanProcess check = CaravanProcess.start(folder, arguments.toArray(String[]::new))) {
            assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
        }
    }

    @Test
    void theBookshopIsBroughtWhole() throws IOException {
        try (BookshopSite shop = BookshopSite.start(0)) {
            assertSame(
                    crawl("bookshop", siteOf(shop)),
                    new BookshopItems(shop).ofThePages(),
                    Map.of("shelf", 9, "book", 119, "review", 254));
        }
    }

    @Test
    void everyPageOfAnApiIsRead() throws IOException {
        try (BookshopSite shop = BookshopSite.start(0)) {
            assertSame(crawl("books-api", siteOf(shop)), new BookshopItems(shop).ofTheApi(), Map.of("book", 119));
        }
    }

    @Test
    void aSitemapLeadsToBooksThatNoPageLinksTo() throws IOException {
        try (BookshopSite shop = BookshopSite.start(0)) {
            assertSame(crawl("sitemap", siteOf(shop)), new BookshopItems(shop).ofTheSitemap(), Map.of("book", 120));
        }
    }

    @Test
    void aFeedBringsItsEntriesAndThePagesBehindThem() throws IOException {
        try (BookshopSite shop = BookshopSite.start(0)) {
            assertSame(
                    crawl("feed", siteOf(shop)), new BookshopItems(shop).ofTheFeed(), Map.of("entry", 20, "book", 20));
        }
    }

    @Test
    void namesInChineseWorkFromTheTagToTheBook() throws IOException {
        try (DoubanSite site = DoubanSite.start()) {
            List<FlatItem> items = crawl("douban_book_list", site.origin());
            assertSame(List.copyOf(new HashSet<>(items)), site.expected(), Map.of(DoubanSite.TYPE, 60));
            assertThat(site.log())
                    .as("fetched again where another tag leads to the same book")
                    .filteredOn(hit -> hit.path().startsWith("/subject/"))
                    .hasSizeGreaterThan(60);
        }
    }

    @Test
    void quotesAreBroughtFromPageToPage() throws IOException {
        try (TestSite site = TestSite.start()) {
            site.page("/", quote("One", "A. Uthor", "A-Uthor", "x", "y") + "<li class=next><a href=/page/2/>Next</a>");
            site.page("/page/2/", quote("Two", "B. Ook", "B-Ook"));
            String task = Files.readString(TASKS.resolve("quotes.yaml"))
                    .replace("https://quotes.toscrape.com", site.origin());
            assertThat(crawlText("quotes", task))
                    .containsExactlyInAnyOrder(
                            FlatItem.first(
                                    "quote", site.url("/"), quoted(site, "One", "A. Uthor", "A-Uthor", "x", "y")),
                            FlatItem.first("quote", site.url("/page/2/"), quoted(site, "Two", "B. Ook", "B-Ook")));
        }
    }

    private static String quote(String text, String author, String path, String... tags) {
        StringBuilder html = new StringBuilder("""
                <div class="quote"><span class="text" itemprop="text">“%s”</span>
                <span>by <small class="author">%s</small> <a href="/author/%s">(about)</a></span>
                <div class="tags">Tags:""".formatted(text, author, path));
        List.of(tags)
                .forEach(tag -> html.append(" <a class=\"tag\" href=\"/tag/%1$s/page/1/\">%1$s</a>".formatted(tag)));
        return html.append("</div></div>\n").toString();
    }

    private static Map<String, Object> quoted(TestSite site, String text, String author, String path, String... tags) {
        Map<String, Object> fields = new HashMap<>();
        fields.putAll(Map.of("text", text, "author", author, "about", site.url("/author/" + path)));
        if (tags.length > 0) {
            fields.put("tags", List.of(tags));
        }
        return fields;
    }

    private static String siteOf(BookshopSite shop) {
        return shop.url().replaceFirst("/$", "");
    }

    /** @param counts by type, so that what is expected is not empty by mistake */
    private static void assertSame(List<FlatItem> items, List<FlatItem> expected, Map<String, Integer> counts) {
        assertThat(items).containsExactlyInAnyOrderElementsOf(expected);
        counts.forEach((type, count) -> assertThat(items)
                .filteredOn(item -> item.type().equals(type))
                .as(type)
                .hasSize(count));
    }

    /** Runs an example as it is, but for pauses: seconds become milliseconds. */
    private List<FlatItem> crawl(String name, String site) throws IOException {
        return crawlText(name, Files.readString(TASKS.resolve(name + ".yaml")), "--set", "site=" + site);
    }

    private List<FlatItem> crawlText(String name, String task, String... more) throws IOException {
        String quick = LONG_PAUSE.matcher(task).replaceAll("$1: $2ms");
        Path file = Files.writeString(folder.resolve(name + ".yaml"), quick);
        List<String> arguments = new ArrayList<>(List.of("crawl", "--task", file.toString(), "--out=items.jsonl"));
        arguments.addAll(List.of("-Pcaravan.task.delay=0", "-Pcaravan.fetch.retry-wait=10ms"));
        arguments.addAll(List.of(more));
        try (CaravanProcess crawl = CaravanProcess.start(folder, arguments.toArray(String[]::new))) {
            assertThat(crawl.exitCode()).isZero();
        }
        List<JsonNode> lines = CommandLineRun.read(folder.resolve("items.jsonl"));
        assertThat(lines)
                .allSatisfy(line -> assertThat(line.get("_task").asText()).isEqualTo(name));
        return lines.stream().map(FlatItem::of).toList();
    }
}
