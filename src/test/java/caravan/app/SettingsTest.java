package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void hasADefaultForEverything() {
        Settings settings = load(Map.of());
        assertThat(settings.taskDefaults().limits().delay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.fetch().limits().maxBodyBytes()).isEqualTo(5 << 20);
        assertThat(settings.node().http()).hasToString("127.0.0.1:8080");
    }

    @Test
    void putsTheCommandLineAboveTheFileAndTheFileAboveTheDefaults() throws IOException {
        Path file =
                Files.writeString(folder.resolve("my.properties"), "caravan.task.depth=7\ncaravan.task.per-host=2\n");
        Settings settings = new PropertySources(Map.of()).load(Optional.of(file), Map.of("caravan.task.depth", "9"));
        assertThat(settings.taskDefaults().limits().depth()).isEqualTo(9);
        assertThat(settings.taskDefaults().limits().perHost()).isEqualTo(2);
    }

    @Test
    void readsTheEnvironmentAndLetsUnknownVariablesBe() {
        assertThat(new PropertySources(Map.of())
                        .fromEnvironment(Map.of("CARAVAN_FETCH_MAX_BODY", "1MiB", "CARAVAN_SERVICE_HOST", "10.0.0.1")))
                .containsExactly(Map.entry("caravan.fetch.max-body", "1MiB"));
    }

    @Test
    void namesEveryFaultAtOnce() {
        assertThatThrownBy(() -> load(Map.of(
                        "caravan.fetch.concurency", "5",
                        "caravan.fetch.timeout", "soon",
                        "caravan.http", "8080",
                        "caravan.task.scope", "planet")))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining("caravan.fetch.concurency: no such setting")
                .hasMessageContaining("caravan.fetch.timeout: 'soon' is not a duration")
                .hasMessageContaining("caravan.http: '8080' is not an address")
                .hasMessageContaining("caravan.task.scope: scope 'planet' is none of");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path missing = folder.resolve("missing.properties");
        assertThatThrownBy(() -> new PropertySources(Map.of()).load(Optional.of(missing), Map.of()))
                .hasMessageContaining("cannot read the settings file " + missing);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "500, 500", "1KiB, 1024", "5mib, 5242880", "2GiB, 2147483648"})
    void readsSizes(String text, long bytes) {
        assertThat(Sizes.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5MB", "-1", "1.5MiB", "MiB"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Sizes.parse(text)).hasMessageContaining("write it like 500KiB or 5MiB");
    }

    @ParameterizedTest
    @CsvSource({":8080, 0.0.0.0:8080", "localhost:1, localhost:1", "[::1]:65535, [::1]:65535"})
    void readsAddresses(String text, String expected) {
        assertThat(HostPort.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", "host:", "host:0", "host:65536", "host:http", ":-1"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> HostPort.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Settings load(Map<String, String> commandLine) {
        return new PropertySources(Map.of()).load(Optional.empty(), commandLine);
    }
}
