package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.BookshopSite;
import caravan.testkit.CaravanProcess;
import caravan.testkit.CommandLineRun;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code caravan try} shows of a saved page is what {@code caravan crawl} stores of it. */
@Timeout(120)
class TryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path TASK = Path.of("tasks/bookshop.yaml").toAbsolutePath();

    @TempDir
    Path folder;

    @Test
    void showsOfASavedPageWhatTheCrawlStoresOfIt() throws Exception {
        try (BookshopSite site = BookshopSite.start(0)) {
            String shop = "--set=site=" + site.url().replaceAll("/$", "");
            CaravanProcess crawl = CaravanProcess.start(
                    folder, "crawl", "--task=" + TASK, shop, "--delay=0", "--out=items.jsonl", "--quiet");
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isZero();
            List<JsonNode> stored = CommandLineRun.read(folder.resolve("items.jsonl"));
            String url = stored.stream()
                    .filter(item -> item.get("_type").asText().equals("book"))
                    .findFirst()
                    .orElseThrow()
                    .get("_url")
                    .asText();
            List<JsonNode> ofThePage = stored.stream()
                    .filter(item -> item.get("_url").asText().equals(url))
                    .map(TryIT::withoutTime)
                    .toList();
            assertThat(tried(url, shop, ofThePage.get(0))).isEqualTo(ofThePage);
        }
    }

    /** The page is saved first, and carried to it is what was carried in the crawl. */
    private List<JsonNode> tried(String url, String shop, JsonNode book) throws Exception {
        try (InputStream page = URI.create(url).toURL().openStream()) {
            Files.copy(page, folder.resolve("saved.html"));
        }
        Path folderOfTry = Files.createDirectory(folder.resolve("try"));
        CaravanProcess attempt = CaravanProcess.start(
                folderOfTry,
                "try",
                TASK.toString(),
                folder.resolve("saved.html").toString(),
                "--url=" + url,
                "--rule=book",
                shop,
                "--carry=shelf=" + book.get("shelf").asText(),
                "--json");
        assertThat(attempt.exitCodeWithin(PATIENCE)).as(attempt.err()).isZero();
        JsonNode report = new JsonMapper().readTree(attempt.out());
        List<JsonNode> items = new ArrayList<>();
        report.get("items").forEach(item -> items.add(withoutTime(item)));
        return items;
    }

    private static JsonNode withoutTime(JsonNode item) {
        ObjectNode copy = item.deepCopy();
        copy.remove("_fetchedAt");
        return copy;
    }
}
