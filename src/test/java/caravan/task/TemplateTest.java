package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.task.tree.Syntax;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Definitions with parameters. */
class TemplateTest {
    private static final String SHOP = """
            name: shop
            parameters:
              site:
              pages: 3
            seeds: ["${site}/?page={1..2}"]
            depth: ${pages}
            include: ["${site}", "${other}$"]
            """;

    private final TaskCodec codec = Tasks.codec();

    @Test
    void isFilledByItsDefaults() {
        Task task = codec.readYaml(SHOP.replace("site:\n", "site: https://a.example\n"), "shop.yaml");
        assertThat(task.parameters()).isEmpty();
        assertThat(task.seeds())
                .extracting(Seed::url)
                .containsExactly("https://a.example/?page=1", "https://a.example/?page=2");
        assertThat(task.limits().depth()).isEqualTo(3);
        assertThat(task.scope().include())
                .as("what is not declared stays")
                .containsExactly("https://a.example", "${other}$");
    }

    @Test
    void canBeStoredWhileAValueIsMissing() {
        Task template = codec.readYaml(SHOP, "shop.yaml");
        assertThat(template.parameters()).containsExactly("site");
        assertThat(template.seeds()).isEmpty();
        assertThat(codec.readJson(codec.writeJson(template), "etcd", true)).isEqualTo(template);
    }

    @Test
    void isCheckedAsFarAsItCanBeWhileAValueIsMissing() {
        assertThatThrownBy(() -> codec.readYaml(SHOP + "delay: soon\nexclude: ['(', '${site}(']\n", "shop.yaml"))
                .hasMessageContaining("shop.yaml:8: delay: 'soon'")
                .hasMessageContaining("shop.yaml:9: exclude[0]: pattern '('")
                .hasMessageNotContaining("exclude[1]");
    }

    @Test
    void servesManyCrawls() {
        Task template = codec.readYaml(SHOP, "shop.yaml");
        Task task = codec.withValues(template, "shop-b", Map.of("site", "https://b.example", "pages", "7"));
        assertThat(task.name()).isEqualTo("shop-b");
        assertThat(task.definition()).isEqualTo("shop");
        assertThat(task.parameters()).isEmpty();
        assertThat(task.seeds().get(0).url()).isEqualTo("https://b.example/?page=1");
        assertThat(task.limits().depth()).isEqualTo(7);
        assertThat(codec.writeJson(task)).as("the definition stays").isEqualTo(codec.writeJson(template));
    }

    @Test
    void withoutValuesACrawlHasThoseOfTheDefinition() {
        Task plain = codec.readYaml("{name: a, seeds: [http://a.example/]}", "a.yaml");
        Task crawl = codec.withValues(plain, "b", Map.of());
        assertThat(crawl.name()).isEqualTo("b");
        assertThat(crawl.definition()).isEqualTo("a");
        assertThat(crawl.privateAllowed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "pages=7              | task shop:1: parameters.site: needs a value",
                "site=https://b,sites=x | task shop:1: parameters.sites: unknown parameter; did you mean 'site'?",
                "site=ftp://b         | task shop:1: seeds[0]: seed 'ftp://b/?page=1' is not an http:// or https://",
                "site=https://b,pages=many | task shop:1: depth: is the text 'many'; expected a whole number",
            })
    void tellsWhatIsWrongWithValues(String given, String expected) {
        Map<String, String> values = Arrays.stream(given.split(","))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        Task template = codec.readYaml(SHOP, "shop.yaml");
        assertThatThrownBy(() -> codec.withValues(template, "b", values))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(CaravanException.Kind.INVALID))
                .hasMessageContaining(expected);
    }

    @Test
    void namesCrawlsAsTasksAreNamed() {
        Task template = codec.readYaml(SHOP, "shop.yaml");
        assertThatThrownBy(() -> codec.withValues(template, "a/b", Map.of("site", "https://b.example")))
                .hasMessageContaining("task name 'a/b' must be");
    }

    @Test
    void valuesFromAnywhereOpenNoWayToPrivateHosts() {
        Task template = codec.readYaml(SHOP.replace("site:\n", "site: http://10.0.0.1\n"), "shop.yaml");
        assertThat(template.privateAllowed()).isTrue();
        assertThat(codec.withValues(template, "b", Map.of("pages", "7")).privateAllowed())
                .isTrue();
        assertThat(codec.withValues(template, "b", Map.of("site", "http://10.0.0.1/x"))
                        .privateAllowed())
                .isTrue();
        assertThat(codec.withValues(template, "b", Map.of("site", "http://10.0.0.2"))
                        .privateAllowed())
                .isFalse();
        assertThat(codec.withValues(template, "b", Map.of("site", "http://10.0.0.2:80"))
                        .privateAllowed())
                .isFalse();
        assertThat(codec.withValues(template, "b", Map.of("site", "http://10.0.0.1@10.0.0.2"))
                        .privateAllowed())
                .isFalse();
    }

    @Test
    void valuesOfTheOperatorMayNameAnyHost() {
        TaskText text = new TaskText(Syntax.YAML, SHOP, "shop.yaml");
        Task task = codec.readFilled(text, Map.of("site", "http://127.0.0.1:8085"));
        assertThat(task.privateAllowed()).isTrue();
        assertThat(task.name()).isEqualTo("shop");
        assertThatThrownBy(() -> codec.readFilled(text, Map.of()))
                .hasMessageContaining("shop.yaml:3: parameters.site: needs a value");
        assertThatThrownBy(() -> codec.readFilled(text, Map.of("site", "http://a/\n")))
                .hasMessageContaining("shop.yaml:3: parameters.site: has an unfit value");
    }

    @Test
    void valuesNeverBecomeCode() {
        Task template = codec.readYaml("""
                name: a
                parameters: {body: x}
                seeds: [http://a.example/]
                rules: {r: {items: {fields: {f: {expression: "${body}", language: simple}, g: {const: "${body}"}}}}}
                """, "a.yaml");
        Task task = codec.withValues(template, "b", Map.of("body", "${bean:evil} ${site}"));
        assertThat(task.rules().get(0).items().get(0).fields())
                .extracting(field -> field.selector().expression())
                .containsExactly("${body}", "${bean:evil} ${site}");
    }

    @Test
    void neverWritesATaskThatHasNoDefinition() {
        Task task = Task.ofPages(
                "a",
                List.of(Seed.of("http://a.example/")),
                new Scope(Scope.Kind.HOST, List.of(), List.of()),
                Tasks.DEFAULTS.limits(),
                Task.RobotsPolicy.OBEY,
                true);
        assertThatThrownBy(() -> codec.writeJson(task)).hasMessageContaining("was made without a definition");
    }
}
