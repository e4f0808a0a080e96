package caravan.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MastersTest {

    @Test
    void keepsTheOrderAndNamesEachOnce() {
        assertThat(Masters.parse(List.of("b:2,a:1", "http://b:2/", " c:3 ")))
                .extracting(URI::toString)
                .containsExactly("http://b:2", "http://a:1", "http://c:3");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8081,         http://localhost:8081",
        "example,                http://example",
        "[::1]:8080,             http://[::1]:8080",
        "https://h:8443//,       https://h:8443",
        "HTTP://h/behind/proxy/, HTTP://h/behind/proxy",
    })
    void readsUrlsAsPeopleTypeThem(String text, String url) {
        assertThat(Masters.parse(List.of(text))).containsExactly(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,,b",
                "a,",
                "ftp://h",
                "http://",
                "h:0",
                "h:99999",
                "h:port",
                ":8080",
                "h h",
                "http://me@h",
                "http://h/?q",
                "http://h/#f",
                "http://h/%zz"
            })
    void refusesWhatIsNoUrlOfAMaster(String text) {
        assertThatThrownBy(() -> Masters.parse(List.of(text)))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(CaravanException.Kind.INVALID))
                .hasMessageContaining("is not the URL of a master");
    }
}
