package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.testkit.YamlFile;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The published schema and what reads definitions are of one mind, as far as a schema can say. */
class TaskSchemaTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode TEXT = schemaText();
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(TEXT);

    @ParameterizedTest
    @MethodSource("goodFiles")
    void takesWhatIsRead(Path file) {
        Tasks.codec().read(TaskText.ofFile(file));
        assertThat(YamlFile.documents(file))
                .allSatisfy(task -> assertThat(errors(task)).isEmpty());
    }

    static Stream<Path> goodFiles() {
        return Stream.of("tasks", "docker/tasks", "src/test/resources/task/good")
                .map(Path::of)
                .flatMap(folder -> YamlFile.in(folder).stream());
    }

    /** Those that are refused for their form: what a URL, a pattern or a time zone is, a schema cannot tell. */
    @ParameterizedTest
    @MethodSource("malformed")
    void refusesWhatIsRefused(Cases malformed) throws IOException {
        assertThatThrownBy(malformed::read).isInstanceOf(CaravanException.class);
        JsonNode task = JSON.readTree(TaskCodec.yamlToJson(malformed.document(), "bad"));
        assertThat(errors(task)).isNotEmpty();
    }

    static Stream<Cases> malformed() {
        List<String> ofForm = List.of(
                "unknown key",
                "is missing",
                "; expected a whole number",
                "; expected true",
                "is a list; expected",
                "is a mapping; expected",
                "is none of",
                "does not say where",
                "is empty; expected");
        return Cases.all().stream()
                .filter(each -> !each.json() && ofForm.stream().anyMatch(each.expected()::contains))
                .filter(each ->
                        Stream.of("? ", "parameters:", "default:", "1.0").noneMatch(each.document()::contains));
    }

    @Test
    void knowsTheSameKeys() {
        Map<String, List<String>> parts = Map.ofEntries(
                Map.entry("", Keys.TASK),
                Map.entry("/$defs/seed", Keys.SEED),
                Map.entry("/$defs/limit", Keys.RATE),
                Map.entry("/$defs/schedule", Keys.SCHEDULE),
                Map.entry("/$defs/recrawl", Keys.RECRAWL),
                Map.entry("/$defs/rule", Keys.RULE),
                Map.entry("/$defs/items", Keys.ITEMS),
                Map.entry("/$defs/part", Keys.EACH),
                Map.entry("/$defs/field", Keys.FIELD),
                Map.entry("/$defs/follow", Keys.FOLLOW),
                Map.entry("/$defs/transform", Keys.TRANSFORM),
                Map.entry("/$defs/number", Keys.NUMBER),
                Map.entry("/$defs/date", Keys.DATE),
                Map.entry("/$defs/replace", Keys.REPLACE));
        parts.forEach((place, keys) -> {
            JsonNode part = TEXT.at(place);
            assertThat(part.path("properties").fieldNames())
                    .toIterable()
                    .as(place)
                    .containsExactlyInAnyOrderElementsOf(keys);
            assertThat(part.path("additionalProperties").asText()).as(place).isEqualTo("false");
        });
    }

    @Test
    void describesEveryKey() {
        Stream.concat(Stream.of(TEXT), TEXT.path("$defs").valueStream())
                .flatMap(part -> part.path("properties").propertyStream())
                .filter(property -> !property.getValue().isBoolean())
                .forEach(property -> assertThat(described(property.getValue())
                                .path("description")
                                .asText())
                        .as(property.getKey())
                        .isNotEmpty());
    }

    private static JsonNode described(JsonNode property) {
        return property.has("description")
                ? property
                : TEXT.at(property.path("$ref").asText().substring(1));
    }

    private static List<Error> errors(JsonNode task) {
        return SCHEMA.validate(task);
    }

    private static JsonNode schemaText() {
        try {
            return JSON.readTree(Files.readString(Path.of("docs/task.schema.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
