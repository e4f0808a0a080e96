package caravan.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.fail;

import crawlercommons.filters.basic.BasicURLNormalizer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlsTest {
    private static final List<String> BASES = List.of(
            "http://example.org/",
            "https://example.org/a/b/c.html?x=1",
            "http://example.org:8080/a/",
            "https://xn--bcher-kva.example/a/b/c/d/e");

    /** What generated links are put together from: more of the plain than of the odd, as in real pages. */
    private static final String[] PIECES = {
        "a",
        "b.html",
        "index",
        "/",
        "/",
        "../",
        "./",
        "?",
        "?q=1",
        "&r=2",
        "=",
        "x-y_z~",
        "A",
        "0",
        ".",
        "..",
        "//",
        ":",
        "%41",
        "%2f",
        "%",
        "#s",
        " ",
        "\t",
        "\\",
        "é",
        "@",
        "http://",
        "https://",
        "http:",
        "HTTP://",
        "example.org",
        "Example.COM",
        ":80",
        ":8080",
        "mailto:",
        ";",
        ",",
        "(",
        "'",
        "\"",
        "[",
        "|",
        "*",
        "!",
        "$",
        "+",
        ".well-known"
    };

    static Stream<List<String>> cases() {
        return Tables.rows("urls.txt");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resolvesAndNormalises(List<String> row) {
        Optional<String> expected = Optional.of(row.get(2)).filter(url -> !url.isEmpty());

        assertThat(resolver(row.get(0)).resolve(row.get(1))).isEqualTo(expected);
    }

    @Test
    void shortWayAndLongWayAgree() {
        Random random = new Random(42);
        List<String> hrefs = Stream.concat(
                        cases().map(row -> row.get(1)),
                        IntStream.range(0, 20_000).mapToObj(i -> generated(random)))
                .toList();
        int plain = 0;
        for (String base : BASES) {
            UrlResolver resolver = resolver(base);
            for (String href : hrefs) {
                // one assertion for both: there are too many to describe each
                Optional<String> absolute =
                        WebUrl.parse(href).map(WebUrl::toString).filter(Urls::fits);
                if (!resolver.resolve(href).equals(resolver.resolveAny(href))
                        || !Urls.normalise(href).equals(absolute)) {
                    fail("two answers for %s on %s", href, base);
                }
                plain += resolver.resolvePlain(href).isEmpty() ? 0 : 1;
            }
        }
        assertThat(plain).as("links that took the short way").isGreaterThan(5_000);
    }

    @Test
    void normalFormIsStableAndSafeToSend() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            resolver(BASES.get(i % BASES.size())).resolve(generated(random)).ifPresent(url -> {
                assertThat(Urls.normalise(url)).contains(url);
                assertThat(url).matches("https?://[!-~]+").doesNotContain("#", "\\");
            });
        }
    }

    /** Where crawler-commons leaves a URL as it is, so do we: its normal form is ours but for queries. */
    @Test
    void agreesWithCrawlerCommonsOnUrlsWithoutQuery() {
        BasicURLNormalizer library = new BasicURLNormalizer();
        Random random = new Random(11);
        for (int i = 0; i < 10_000; i++) {
            resolver("http://example.org/a/b").resolve(generated(random)).ifPresent(url -> {
                String path = url.indexOf('?') < 0 ? url : url.substring(0, url.indexOf('?'));
                assertThat(library.filter(path)).isEqualTo(path);
            });
        }
    }

    @Test
    void refusesWhatIsTooLong() {
        String longest = "http://example.org/" + "x".repeat(Urls.MAX_LENGTH - "http://example.org/".length());

        assertThat(Urls.normalise(longest)).contains(longest);
        assertThat(Urls.normalise(longest + "x")).isEmpty();
        assertThat(resolver("http://example.org/a/b").resolve("x".repeat(Urls.MAX_LENGTH)))
                .isEmpty();
        assertThat(Urls.normalise("http://" + "a.".repeat(200) + "org/")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "example.org, http://example.org/",
        "' Example.org/Docs ', http://example.org/Docs",
        "localhost:8080/x, http://localhost:8080/x",
        "https://example.org, https://example.org/",
        "127.0.0.1, http://127.0.0.1/",
        "bücher.example, http://xn--bcher-kva.example/",
    })
    void completesSeedsThatPeopleType(String typed, String seed) {
        assertThat(Urls.seed(typed)).isEqualTo(seed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "ftp://example.org/", "mailto:me@example.org", "two words", "http://", "javascript:x"})
    void saysWhatIsWrongWithASeed(String typed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Urls.seed(typed))
                .withMessageContaining("http")
                .withMessageEndingWith(": " + (typed.strip()));
    }

    private static UrlResolver resolver(String base) {
        return UrlResolver.of(base).orElseThrow();
    }

    private static String generated(Random random) {
        StringBuilder href = new StringBuilder();
        int pieces = 1 + random.nextInt(6);
        for (int i = 0; i < pieces; i++) {
            // the first third is the plain stuff
            boolean odd = random.nextInt(4) == 0;
            href.append(PIECES[random.nextInt(odd ? PIECES.length : 14)]);
        }
        return href.toString();
    }
}
