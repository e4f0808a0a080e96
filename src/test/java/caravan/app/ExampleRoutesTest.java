package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.BookshopSite;
import caravan.testkit.CommandLineRun;
import caravan.testkit.TestSite;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/routes.md does what it says, behind a sink that has a name. */
@Timeout(120)
class ExampleRoutesTest {
    private static final String TASK = """
            name: shop
            seeds: ['%s']
            sink: books
            delay: 0
            rules:
              shop: {items: {type: book, each: p, fields: {title: b, price: {css: i, transform: number}}}}
            """;

    @TempDir
    Path folder;

    @Test
    void expensiveBooksOfTheDemoGoToAFileOfTheirOwn() throws IOException {
        try (BookshopSite shop = BookshopSite.start(0)) {
            String task = Files.readString(Path.of("tasks/bookshop.yaml")) + "\nsink: books\n";
            crawl(task, "--set=site=" + shop.url().replaceFirst("/$", ""));
        }
        List<JsonNode> expensive = read("expensive.jsonl");
        List<JsonNode> others = read("others.jsonl");
        assertThat(expensive).isNotEmpty().allSatisfy(each -> {
            assertThat(each.get("price").decimalValue().intValue()).isGreaterThanOrEqualTo(40);
            assertThat(each.get("band").asText()).isEqualTo("expensive");
        });
        assertThat(others)
                .filteredOn(each -> each.get("_type").asText().equals("book"))
                .isNotEmpty()
                .allSatisfy(each ->
                        assertThat(each.get("price").decimalValue().intValue()).isLessThan(40));
        assertThat(expensive.size() + others.size()).isEqualTo(9 + 119 + 254);
    }

    @Test
    void textOfPagesIsNeverEvaluated() throws IOException {
        String title = "${sys:user.home} {{caravan.id}} $simple{1} #{1+1}";
        try (TestSite site = TestSite.start().page("/", "<p><b>" + title + "</b><i>50</i></p><p><b>none</b></p>")) {
            crawl(TASK.formatted(site.url("/")));
        }
        assertThat(read("expensive.jsonl"))
                .extracting(each -> each.get("title").asText())
                .containsExactly(title);
        assertThat(read("others.jsonl"))
                .extracting(each -> each.get("title").asText())
                .containsExactly("none");
    }

    private void crawl(String task, String... more) throws IOException {
        Path routes = Files.createDirectory(folder.resolve("routes"));
        String example = Files.readString(Path.of("examples/routes/expensive-books.yaml"));
        Files.writeString(
                routes.resolve("example.yaml"), example.replace("{{env:BOOKS_FOLDER:books}}", folder.toString()));
        Path file = Files.writeString(folder.resolve("task.yaml"), task);
        List<String> arguments = new ArrayList<>(List.of(
                "crawl",
                "-q",
                "--task=" + file,
                "-Pcaravan.routes=" + routes,
                "-Pcaravan.output=" + folder.resolve("pages.jsonl"),
                "-Pcaravan.sink.books=direct:expensive-books"));
        arguments.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.run(arguments.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private List<JsonNode> read(String name) {
        return CommandLineRun.read(folder.resolve(name));
    }
}
