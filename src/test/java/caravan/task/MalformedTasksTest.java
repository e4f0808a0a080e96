package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import caravan.CaravanException;
import caravan.task.tree.Syntax;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a task file holds: it is a task, or every fault of it is told with its place. */
@Timeout(120)
class MalformedTasksTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String FULL = Cases.text("good/full.yaml");
    private static final Pattern TOKEN = Pattern.compile("\\w+|\\s+|[^\\w\\s]");
    private static final Pattern LOCATED = Pattern.compile("bad:[1-9][0-9]*: .+");

    private final TaskCodec codec = Tasks.codec();

    @ParameterizedTest
    @MethodSource("cases")
    void tellsWhatIsWrongAndWhere(Cases malformed) {
        assertRefused(malformed::read, malformed.expected());
    }

    static List<Cases> cases() {
        return Cases.all();
    }

    /** The generated ones are not counted. */
    @Test
    void hasTwoHundredFilesThatWereWrittenByHand() {
        assertThat(Cases.all())
                .extracting(Cases::document)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop.yaml", "hostile.yaml", "shop.json"})
    void tellsEveryFaultOfAFileInTheOrderOfItsLines(String name) {
        Syntax syntax = name.endsWith(".json") ? Syntax.JSON : Syntax.YAML;
        Throwable told = catchThrowable(() -> codec.read(new TaskText(syntax, Cases.text("malformed/" + name), "bad")));
        assertLocated(told);
        String expected = Cases.text("malformed/" + name.replace('.', '-') + ".txt");
        assertThat(told.getMessage().lines())
                .containsExactlyElementsOf(expected.lines().toList());
    }

    @Test
    void refusesEveryValueOfTheWrongKind() {
        JsonNode full = fullAsJson();
        List<String> places = places(full, "");
        assertThat(places).hasSizeGreaterThan(150);
        for (String place : places) {
            JsonNode nonsense = JSON.createObjectNode().set("nonsense", JSON.createArrayNode());
            String text = with(full, place, nonsense);
            assertRefused(() -> codec.readJson(text, "bad", true), "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "-7.5", "\"(\"", "[[[null]]]", "1e999999999", "\"${site}\""})
    void readsOrRefusesEveryValueOfAnotherKind(String value) throws Exception {
        JsonNode full = fullAsJson();
        JsonNode other = JSON.readTree(value.startsWith("1e") ? "0" : value);
        for (String place : places(full, "")) {
            String text = with(full, place, other);
            assertReadOrRefused(value.startsWith("1e") ? text.replace(":0", ":" + value) : text, Syntax.JSON);
        }
    }

    @Test
    void refusesDefinitionsThatAreCutOff() {
        String json = fullAsJson().toString();
        IntStream.range(1, json.length())
                .filter(end -> end % 61 == 0)
                .forEach(end -> assertRefused(() -> codec.readJson(json.substring(0, end), "bad", true), ""));
        IntStream.range(1, FULL.length())
                .filter(end -> end % 31 == 0)
                .forEach(end -> assertReadOrRefused(FULL.substring(0, end), Syntax.YAML));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void readsOrRefusesWhatHasTokensDroppedDoubledAndSwapped(long seed) {
        Random random = new Random(seed);
        List<String> tokens =
                TOKEN.matcher(FULL).results().map(MatchResult::group).toList();
        for (int round = 0; round < 80; round++) {
            List<String> mutated = new ArrayList<>(tokens);
            IntStream.rangeClosed(0, random.nextInt(3)).forEach(change -> mutate(mutated, random));
            assertReadOrRefused(String.join("", mutated), Syntax.YAML);
        }
    }

    @Test
    void refusesWhatIsTooDeepAndTooLargeInNoTimeAtAll() {
        String yaml = "name: a\nseeds: ";
        assertRefused(() -> codec.readYaml(yaml + "[".repeat(100_000), "bad"), "nested more than 100 levels");
        assertRefused(() -> codec.readJson("[".repeat(100_000), "bad"), "nested more than 100 levels");
        assertRefused(() -> codec.readYaml(yaml + "[http://h/]\n#" + "x".repeat(1 << 20), "bad"), "larger than 1 MiB");
        assertRefused(() -> codec.readYaml(yaml + "[" + "1,".repeat(100_000) + "1]", "bad"), "more faults");
        assertRefused(() -> codec.readYaml(yaml + "[" + "http://h/{1..99}x".repeat(10_000), "bad"), "");
    }

    /** A hostile selector is refused before its parser can exhaust the stack, the memory or anybody's patience. */
    @ParameterizedTest
    @MethodSource("hostileFields")
    void refusesExpressionsThatWouldCostTooMuch(String field) {
        String text = "name: a\nseeds: [http://h/]\nrules: {r: {items: {fields: {f: " + field + "}}}}";
        assertRefused(() -> codec.readYaml(text, "bad"), "");
    }

    static Stream<String> hostileFields() {
        return Stream.of(
                "{regex: '" + "(".repeat(490) + ")".repeat(490) + "'}",
                "{regex: '(((a{30}){30}){30}){30}'}",
                "{css: '" + ":has(".repeat(150) + "a" + ")".repeat(150) + "'}",
                "{xpath: '" + "(".repeat(490) + "1" + ")".repeat(490) + "'}",
                "{xpath: '" + "a[".repeat(300) + "1" + "]".repeat(300) + "'}",
                "{json: '$" + "..a".repeat(300) + "'}",
                "{json: '$[?(" + "(".repeat(400) + "@.a" + ")".repeat(400) + ")]'}",
                "{css: '" + "a ".repeat(100_000) + "'}");
    }

    private void assertReadOrRefused(String text, Syntax syntax) {
        Throwable told = catchThrowable(() -> codec.read(new TaskText(syntax, text, "bad")));
        if (told != null) {
            assertLocated(told);
        }
    }

    private static void assertRefused(ThrowingCallable read, String expected) {
        assertThatThrownBy(read).satisfies(MalformedTasksTest::assertLocated).hasMessageContaining(expected);
    }

    private static void assertLocated(Throwable told) {
        assertThat(told).isInstanceOfSatisfying(CaravanException.class, e -> assertThat(e.kind())
                .isEqualTo(CaravanException.Kind.INVALID));
        assertThat(told.getMessage().lines())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(101)
                .allSatisfy(line -> assertThat(line).matches(LOCATED).hasSizeLessThan(700));
        assertThat(told.getMessage())
                .doesNotContain("Exception", "com.fasterxml", "java.", "org.", "Source:", "StreamRead")
                .doesNotContainPattern("caravan[.a-z]*[.][A-Z]")
                .doesNotContain("secret", "pw@");
    }

    private JsonNode fullAsJson() {
        try {
            return JSON.readTree(codec.readYaml(FULL, "full.yaml").document());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JSON pointers to every value. */
    private static List<String> places(JsonNode node, String at) {
        List<String> places = new ArrayList<>();
        node.fieldNames().forEachRemaining(key -> {
            places.add(at + "/" + key);
            places.addAll(places(node.get(key), at + "/" + key));
        });
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                places.add(at + "/" + i);
                places.addAll(places(list.get(i), at + "/" + i));
            }
        }
        return places;
    }

    private static String with(JsonNode full, String place, JsonNode value) {
        JsonNode copy = full.deepCopy();
        int last = place.lastIndexOf('/');
        JsonNode parent = copy.at(place.substring(0, last));
        String key = place.substring(last + 1);
        if (parent instanceof ObjectNode object) {
            object.set(key, value);
        } else {
            ((ArrayNode) parent).set(Integer.parseInt(key), value);
        }
        return copy.toString();
    }

    private static void mutate(List<String> tokens, Random random) {
        int at = random.nextInt(tokens.size() - 1);
        switch (random.nextInt(3)) {
            case 0 -> tokens.remove(at);
            case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
            default -> tokens.set(at, tokens.set(at + 1, tokens.get(at)));
        }
    }
}
