package caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderRulesTest {

    @ParameterizedTest
    @CsvSource({"X-A, b", "Authorization, Bearer a.b", "Accept-Language, 'zh, en;q=0.5'", "referer, http://a/", "X, ''"
    })
    void takesWhatMayBeSent(String name, String value) {
        assertThat(HeaderRules.checkedHeaders(Map.of(name, value))).isEqualTo(Map.of(name, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "A B", "A:", "A\nB", "A\r", "书", "A\0", "(a)"})
    void refusesWhatIsNoName(String name) {
        assertRefused(Map.of(name, "b"), "not the name of a header");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "host",
                "Content-Length",
                "TRANSFER-ENCODING",
                "Connection",
                "Accept-Encoding",
                "Expect",
                "TE"
            })
    void refusesHeadersThatTheCrawlerSets(String name) {
        assertRefused(Map.of(name, "b"), "set by the crawler alone");
    }

    @ParameterizedTest
    @CsvSource({"Cookie, 'cookies'", "user-agent, 'user-agent'", "Proxy-Authorization, 'proxies'"})
    void saysWhereAHeaderBelongs(String name, String place) {
        assertRefused(Map.of(name, "b"), "belongs");
        assertRefused(Map.of(name, "b"), place);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3cret\r\nX: y", "s3cret\n", "\rs3cret", "s3cret\0", "s3cret\u007f", "s3cret书", "s3cret\u2028"})
    void refusesValuesThatCouldBeginSomethingElseAndDoesNotTellThem(String value) {
        assertRefused(Map.of("X-A", value), "X-A");
        assertThatThrownBy(() -> HeaderRules.checkedCookies(Map.of("bid", value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bid")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void refusesTheSameNameTwiceAndTooMuch() {
        assertRefused(Map.of("X-A", "1", "x-a", "2"), "twice");
        assertRefused(Map.of("X-A", "a".repeat(8_193)), "longer");
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= 100; i++) {
            many.put("X-" + i, "a");
        }
        assertRefused(many, "more than 100");
    }

    @Test
    void takesCookiesAsBrowsersShowThem() {
        Map<String, String> cookies = Map.of("bid", "a=b, \"c\"", "empty", "");
        assertThat(HeaderRules.checkedCookies(cookies)).isEqualTo(cookies);
    }

    @ParameterizedTest
    @CsvSource({"'a=b', c", "'a;b', c", "'', c", "a, 'b;c'", "a, 'b\tc'"})
    void refusesCookiesThatWouldBeOthers(String name, String value) {
        assertThatThrownBy(() -> HeaderRules.checkedCookies(Map.of(name, value.replace("\\t", "\t"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Map<String, String> headers, String why) {
        assertThatThrownBy(() -> HeaderRules.checkedHeaders(headers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("s3cret");
    }
}
