package caravan.sink;

import static caravan.sink.SampleRows.books;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/sinks.md} shows. */
class SinksPageTest {
    private static final Pattern ROUTE = Pattern.compile("```yaml\n# routes/books.yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path folder;

    @Test
    void showsARouteThatWorks() throws Exception {
        Matcher page = ROUTE.matcher(Files.readString(Path.of("docs/sinks.md")));
        assertThat(page.find()).isTrue();
        String route = page.group(1).replace("jsonl:out/", "jsonl:" + folder + "/out/");
        try (SinkContext context = SinkContext.start()) {
            PluginHelper.getRoutesLoader(context.camel()).loadRoutes(ResourceHelper.fromString("books.yaml", route));
            context.send("books", books(1, 3));
            context.send("books", SampleRows.dear(4));
            assertThat(folder.resolve("out/cheap.jsonl")).hasContent(books(1, 3).toString());
        }
    }
}
