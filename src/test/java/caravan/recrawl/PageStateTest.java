package caravan.recrawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.crawl.Validators;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageStateTest {
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00.123Z");

    @Test
    void isReadAsItWasWritten() {
        Request request = new Request(
                "http://h.example/书?q=1",
                new Ask("POST", "a=b", Map.of("X-A", "\"b\"")),
                "book",
                Map.of("category", "小说", "n", 7L, "price", 1.5, "tags", List.of("a", "b"), "new", true),
                3,
                -2,
                0,
                1,
                "http://h.example/");
        PageState state = new PageState(
                request,
                new Validators("W/\"x\"", "Thu, 01 Jan 2026 00:00:00 GMT"),
                "00ff",
                "abcd",
                NOW,
                NOW.minusSeconds(90),
                Duration.ofHours(36),
                NOW.plusSeconds(90));
        assertThat(PageState.read(state.write())).isEqualTo(state);
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        PageState unread = PageState.unread(Request.seed("http://h.example/").retry(), NOW);
        assertThat(new String(unread.write(), StandardCharsets.UTF_8))
                .isEqualTo("{\"request\":{\"url\":\"http://h.example/\"},\"fetchedAt\":" + NOW.toEpochMilli() + "}");
        assertThat(PageState.read(unread.write())).isEqualTo(unread);
        assertThat(unread.isRead()).isFalse();
    }

    @Test
    void passesOverWhatALaterVersionWrites() {
        String later = "{\"request\":{\"url\":\"http://h.example/\"},\"score\":{\"a\":[1]},\"reading\":\"x\"}";
        assertThat(PageState.read(later.getBytes(StandardCharsets.UTF_8)).reading())
                .isEqualTo("x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{}",
                "{\"etag\":\"x\"}",
                "{\"request\":{\"url\":\"ftp://h\"}}",
                "{\"request\":7}",
                "{\"request\":{\"url\":\"http://h.example/\"},\"dueAt\":\"soon\"}",
                "{\"request\":{\"url\":\"http://h.exa"
            })
    void refusesWhatIsDamaged(String note) {
        assertThatThrownBy(() -> PageState.read(note.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
