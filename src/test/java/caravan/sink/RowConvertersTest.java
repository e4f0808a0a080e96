package caravan.sink;

import static caravan.sink.SampleRows.book;
import static caravan.sink.SampleRows.books;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches sent to endpoints of Camel's own, which know nothing of rows. */
class RowConvertersTest {
    private static final String LINES = SampleRows.book(1) + "\n" + SampleRows.book(2) + "\n";

    @TempDir
    Path folder;

    private final SinkContext context = SinkContext.start();

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void appendsBatchesToAFile() throws Exception {
        context.route("in", "file:" + folder + "?fileName=x.jsonl&fileExist=Append");
        context.send("in", books(1, 1));
        context.send("in", books(2, 1));
        assertThat(folder.resolve("x.jsonl")).hasContent(LINES);
    }

    @Test
    void appendsSingleRowsToAFileThatAddsTheLineFeeds() throws Exception {
        context.route("in", "file:" + folder + "?fileName=x.jsonl&fileExist=Append&appendChars=\\n");
        context.send("in", book(1));
        context.send("in", book(2));
        assertThat(Files.readString(folder.resolve("x.jsonl"))).isEqualTo(LINES);
    }

    /** A bean of a user's own, by what it takes. */
    public static final class Bean {
        private final List<Object> got = new ArrayList<>();

        public void text(String lines) {
            got.add(lines);
        }

        public void map(Map<String, Object> row) {
            got.add(row.get("title"));
        }

        public void list(List<Map<String, Object>> rows) {
            got.add(rows.size());
        }
    }

    @Test
    void callsBeansThatTakeTextMapsOrLists() throws Exception {
        Bean bean = new Bean();
        context.camel().getRegistry().bind("mine", bean);
        context.route("text", "bean:mine?method=text");
        context.route("map", "bean:mine?method=map");
        context.route("list", "bean:mine?method=list");
        context.send("text", books(1, 2));
        context.send("map", book(1));
        context.send("list", books(1, 2));
        assertThat(bean.got).containsExactly(LINES, "Book 1", 2);
    }

    @Test
    void isReadableInALog() throws Exception {
        context.route("in", "log:caravan.test?level=DEBUG&showAll=true&multiline=true");
        context.send("in", books(1, 2));
        assertThat(context.camel().getTypeConverter().convertTo(String.class, books(1, 2)))
                .isEqualTo(LINES);
    }

    @Test
    void letsRoutesSplitBatchesAndReadFields() throws Exception {
        MockEndpoint out = context.camel().getEndpoint("mock:out", MockEndpoint.class);
        context.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .split(body())
                        .filter(simple("${body[title]} == 'Book 2'"))
                        .to("mock:out");
            }
        });
        context.send("in", books(1, 3));
        assertThat(out.getExchanges()).singleElement().satisfies(exchange -> assertThat(
                        exchange.getMessage().getBody())
                .isEqualTo(book(2)));
    }

    @Test
    void comesToBytesInUtf8() throws Exception {
        Row row = SampleRows.titled("书");
        var converter = context.camel().getTypeConverter();
        byte[] expected = row.toString().getBytes(UTF_8);
        assertThat(converter.convertTo(byte[].class, row)).isEqualTo(expected);
        assertThat(converter.convertTo(InputStream.class, row)).hasBinaryContent(expected);
        assertThat(converter.convertTo(ByteBuffer.class, row)).isEqualTo(ByteBuffer.wrap(expected));
        assertThat(converter.convertTo(java.io.Reader.class, row).transferTo(new java.io.StringWriter()))
                .isEqualTo(row.toString().length());
        assertThat(converter.convertTo(byte[].class, books(1, 2))).isEqualTo(LINES.getBytes(UTF_8));
    }
}
