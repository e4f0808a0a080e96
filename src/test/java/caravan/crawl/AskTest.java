package caravan.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskTest {
    private static final Map<String, String> HEADERS = Map.of("Authorization", "secret", "content-type", "text/x");

    @ParameterizedTest
    @CsvSource({
        "GET, 301, GET",
        "GET, 303, GET",
        "GET, 308, GET",
        "HEAD, 301, HEAD",
        "HEAD, 303, HEAD",
        "HEAD, 307, HEAD",
        "POST, 301, GET",
        "POST, 302, GET",
        "POST, 303, GET",
        "POST, 307, POST",
        "POST, 308, POST"
    })
    void redirectKeepsTheMethodOrMakesItGet(String method, int status, String expected) {
        String body = method.equals("POST") ? "a=b" : "";
        Ask next = new Ask(method, body, Map.of()).redirected(status, true);
        assertThat(next.method()).isEqualTo(expected);
        assertThat(next.body()).isEqualTo(expected.equals("POST") ? "a=b" : "");
    }

    @Test
    void headersStayWithTheirOriginAndTheTypeWithItsBody() {
        Ask post = new Ask("POST", "{}", HEADERS);
        assertThat(post.redirected(307, true).headers()).isEqualTo(HEADERS);
        assertThat(post.redirected(307, false).headers()).isEqualTo(Map.of("content-type", "text/x"));
        assertThat(post.redirected(302, true).headers()).isEqualTo(Map.of("Authorization", "secret"));
        assertThat(post.redirected(302, false)).isEqualTo(Ask.GET);
    }

    @Test
    void requestKnowsItsOrigin() {
        Request request = new Request("https://a.example/1", new Ask("GET", "", HEADERS), "", Map.of(), 0, 0, 0, 0, "");
        assertThat(request.redirectedTo("https://a.example/2", 302).ask().headers())
                .containsKey("Authorization");
        assertThat(request.redirectedTo("http://a.example/2", 302).ask().headers())
                .doesNotContainKey("Authorization");
        assertThat(request.redirectedTo("https://a.example:8443/2", 302).ask().headers())
                .doesNotContainKey("Authorization");
    }

    @Test
    void takesNoHeaderThatWouldBeginAnother() {
        assertThatThrownBy(() -> new Ask("GET", "", Map.of("X-A", "b\r\nX-B: c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("X-A");
    }
}
