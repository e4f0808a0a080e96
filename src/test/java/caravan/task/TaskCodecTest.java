package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class TaskCodecTest {
    private final TaskCodec codec = Tasks.codec();

    @Test
    void readsATaskFileWithBareUrlsAsSeeds() {
        Task task = codec.readYaml("""
                name: 书店
                seeds:
                  - http://shop.example/
                  - url: http://shop.example/new
                scope: domain
                include: ["/book/"]
                depth: 3
                delay: 20ms
                per-host: 2
                max-pages: 50
                robots: ignore
                """, "shop.yaml");
        assertThat(task.name()).isEqualTo("书店");
        assertThat(task.seeds())
                .extracting(Seed::url)
                .containsExactly("http://shop.example/", "http://shop.example/new");
        assertThat(task.scope().kind()).isEqualTo(Scope.Kind.DOMAIN);
        assertThat(task.scope().include()).containsExactly("/book/");
        assertThat(task.limits()).isEqualTo(new TaskLimits(3, 50, Duration.ofMillis(20), 2));
        assertThat(task.robots()).isEqualTo(Task.RobotsPolicy.IGNORE);
    }

    @Test
    void fillsWhatIsMissingFromTheDefaults() {
        Task task = codec.readYaml("{name: a, seeds: [http://a.example/]}", "a.yaml");
        assertThat(task.limits()).isEqualTo(Tasks.DEFAULTS.limits());
        assertThat(task.scope().kind()).isEqualTo(Scope.Kind.HOST);
    }

    @Test
    void trustsFilesOfTheOperatorWithPrivateAddressesButNotTheNetwork() {
        assertThat(codec.readYaml("{name: a, seeds: [http://a.example/]}", "a.yaml")
                        .privateAllowed())
                .isTrue();
        assertThat(codec.readJson("{\"name\":\"a\",\"seeds\":[\"http://a.example/\"]}", "body")
                        .privateAllowed())
                .isFalse();
    }

    @Test
    void readsBackWhatItWrites() {
        Task task = codec.readJson(
                "{\"name\":\"a\",\"seeds\":[\"http://a.example/\"],\"depth\":0,\"delay\":\"1m\"}", "body");
        assertThat(codec.readJson(codec.writeJson(task), "body")).isEqualTo(task);
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/task/malformed.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void saysWhatIsWrongAndWhere(String yaml, String expected) {
        assertThatThrownBy(() -> codec.readYaml(yaml.replace("\\n", "\n"), "bad.yaml"))
                .isInstanceOf(CaravanException.class)
                .hasMessageStartingWith("bad.yaml")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("Exception")
                .hasMessageNotContaining("caravan.task");
    }
}
