package caravan.recrawl;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.task.Task;
import caravan.task.Tasks;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MannerTest {
    private static final String SEED = "seeds: ['http://h.example/a/']\n";
    private static final String PLAIN = SEED + "schedule: every 1d\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delay: 9s",
                "per-host: 3",
                "max-pages: 7",
                "retries: 1",
                "proxies: [http://p.example:1]",
                "recrawl: {min: 1h, max: 2h}"
            })
    void readsPagesTheSameWhateverThePace(String more) {
        assertThat(reading(PLAIN + more)).isEqualTo(reading(PLAIN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "depth: 3",
                "robots: ignore",
                "scope: domain",
                "include: [a]",
                "exclude: [a]",
                "sink: books",
                "archive: pages",
                "user-agent: X/1",
                "headers: {Accept-Language: zh}",
                "cookies: {a: b}",
                "rules: {r: {items: {fields: {f: h1}}}}",
                "rules: {r: {items: {fields: {f: h2}}}}"
            })
    void readsThemAnewByAnotherDefinition(String more) {
        assertThat(reading(PLAIN + more)).isNotEqualTo(reading(PLAIN));
        assertThat(reading(PLAIN + more)).isEqualTo(reading(PLAIN + more));
    }

    @Test
    void tellsApartWhatIsSecret() {
        assertThat(reading(PLAIN + "cookies: {a: b}")).isNotEqualTo(reading(PLAIN + "cookies: {a: c}"));
    }

    @Test
    void seedsMatterAsFarAsTheyDecideWhatIsInScope() {
        String other = "seeds: ['http://h.example/b/']\nschedule: every 1d\n";
        String elsewhere = "seeds: ['http://other.example/a/']\nschedule: every 1d\n";
        assertThat(reading(other)).isEqualTo(reading(PLAIN));
        assertThat(reading(elsewhere)).isNotEqualTo(reading(PLAIN));
        assertThat(reading(other + "scope: prefix")).isNotEqualTo(reading(PLAIN + "scope: prefix"));
        assertThat(reading(elsewhere + "scope: any")).isEqualTo(reading(PLAIN + "scope: any"));
    }

    @Test
    void looksAgainOnlyWhereTheTaskDoes() {
        assertThat(Manner.of(task(SEED), Duration.ZERO).again()).isFalse();
        assertThat(Manner.of(task(SEED + "reload: true"), Duration.ZERO).again())
                .isTrue();
        assertThat(Manner.of(task(PLAIN), Duration.ZERO).again()).isTrue();
    }

    private static String reading(String yaml) {
        return Manner.of(task(yaml), Duration.ZERO).reading();
    }

    private static Task task(String yaml) {
        return Tasks.codec().readYaml("name: t\n" + yaml, "t");
    }
}
