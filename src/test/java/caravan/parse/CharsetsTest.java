package caravan.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CharsetsTest {
    static Stream<List<String>> labels() {
        return Tables.rows("charset-labels.txt");
    }

    static Stream<List<String>> pages() {
        return Tables.rows("charset-pages.txt");
    }

    @ParameterizedTest
    @MethodSource("labels")
    void widensLabelsAsBrowsersDo(List<String> row) {
        Optional<String> expected = Optional.of(row.get(1).strip()).filter(name -> !name.isEmpty());

        assertThat(Charsets.forLabel(row.get(0)).map(Charset::name)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void findsTheCharsetOfShortPages(List<String> row) {
        byte[] body = row.get(2).getBytes(Charset.forName(row.get(0)));

        assertThat(body).hasSizeLessThan(1024);
        assertThat(Charsets.of(body, row.get(1)).name()).isEqualTo(row.get(3));
        assertThat(Charsets.decode(body, row.get(1))).contains(row.get(4));
    }

    @Test
    void byteOrderMarkWinsAndIsNotText() {
        String header = "text/html; charset=gbk";

        assertThat(Charsets.decode(marked("größer", UTF_8, 0xEF, 0xBB, 0xBF), header))
                .isEqualTo("größer");
        assertThat(Charsets.decode(marked("größer", UTF_16LE, 0xFF, 0xFE), header))
                .isEqualTo("größer");
        assertThat(Charsets.decode(marked("größer", UTF_16BE, 0xFE, 0xFF), header))
                .isEqualTo("größer");
    }

    @Test
    void replacesMalformedBytes() {
        byte[] body = "a\u00FFb".getBytes(ISO_8859_1);

        assertThat(Charsets.decode(body, "text/html; charset=utf-8")).isEqualTo("a\uFFFDb");
        assertThat(Charsets.decode(body, "text/html; charset=gbk")).startsWith("a");
        assertThat(Charsets.decode(new byte[] {0x41}, "text/html; charset=utf-16"))
                .isEqualTo("\uFFFD");
    }

    @Test
    void looksForDeclarationsNearTheStartOnly() {
        String near = " ".repeat(4000) + "<meta charset=koi8-r>";
        String far = " ".repeat(5000) + "<meta charset=koi8-r>";

        assertThat(Charsets.of(near.getBytes(UTF_8), "").name()).isEqualTo("KOI8-R");
        assertThat(Charsets.of(far.getBytes(UTF_8), "")).isEqualTo(UTF_8);
    }

    @Test
    void copesWithNothingAndWithBrokenMarkup() {
        for (String page :
                List.of("", "<", "<!", "<!--", "<!-->", "<meta", "<meta charset", "<meta charset=", "<?xml")) {
            assertThat(Charsets.decode(page.getBytes(UTF_8), "charset=")).isEqualTo(page);
        }
    }

    private static byte[] marked(String text, Charset charset, int... mark) {
        byte[] bytes = new byte[mark.length];
        for (int i = 0; i < mark.length; i++) {
            bytes[i] = (byte) mark[i];
        }
        return Bytes.concat(bytes, text.getBytes(charset));
    }
}
