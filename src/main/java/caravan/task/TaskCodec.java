package caravan.task;

import caravan.CaravanException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads and writes task definitions: YAML from files, JSON over REST, the same keys in both. Thread-safe. */
public final class TaskCodec {
    private static final ObjectMapper JSON = strict(new JsonMapper());
    private static final ObjectMapper YAML = strict(new YAMLMapper());

    private final TaskDefaults defaults;

    public TaskCodec(TaskDefaults defaults) {
        this.defaults = defaults;
    }

    /**
     * @param source named in errors, such as the file
     * @throws CaravanException INVALID, with source, line and what was expected
     */
    public Task readYaml(String text, String source) {
        return read(YAML, text, source, true);
    }

    /**
     * Reads a definition that came over the network: the hosts of its seeds get no access to private addresses.
     *
     * @throws CaravanException INVALID, with source, line and what was expected
     */
    public Task readJson(String text, String source) {
        return readJson(text, source, false);
    }

    /** The same for one whose origin is known: {@code privateAllowed} where the operator wrote it. */
    public Task readJson(String text, String source, boolean privateAllowed) {
        return read(JSON, text, source, privateAllowed);
    }

    /**
     * Reads a definition that came over the network in either way. STAND-IN.
     *
     * @param mediaType such as {@code application/yaml}; JSON where it says nothing of YAML
     */
    public Task read(String text, String mediaType, String source) {
        return read(mediaType.toLowerCase(Locale.ROOT).contains("yaml") ? YAML : JSON, text, source, false);
    }

    /**
     * The task of a crawl: its template with values for the parameters. STAND-IN: knows parameters in seeds alone.
     *
     * @throws CaravanException INVALID when a value is missing, or is for no parameter, or makes no task
     */
    public Task withValues(Task template, String crawlName, Map<String, String> values) {
        try {
            values.keySet().forEach(each -> requireKnown(template, each));
            return template.named(
                    crawlName,
                    template.seeds().stream()
                            .map(seed -> Seed.of(fill(seed.url(), values)))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid("task " + template.name() + ": " + e.getMessage());
        }
    }

    private static String fill(String text, Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> each : values.entrySet()) {
            filled = filled.replace("${" + each.getKey() + "}", each.getValue());
        }
        if (filled.contains("${")) {
            throw new IllegalArgumentException(filled + " needs a value");
        }
        return filled;
    }

    private static void requireKnown(Task template, String parameter) {
        if (template.seeds().stream().noneMatch(seed -> seed.url().contains("${" + parameter + "}"))) {
            throw new IllegalArgumentException("parameters." + parameter + ": unknown parameter");
        }
    }

    /**
     * The same definition as JSON: what it leaves out is left out still.
     *
     * @throws CaravanException INVALID when it is no YAML
     */
    public static String yamlToJson(String text, String source) {
        try {
            return JSON.writeValueAsString(YAML.readTree(text));
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid(source + at(e.getLocation()) + ": " + reason(e));
        }
    }

    public String writeJson(Task task) {
        try {
            return JSON.writeValueAsString(TaskDocument.of(task));
        } catch (JsonProcessingException e) {
            throw new CaravanException(CaravanException.Kind.INTERNAL, "task " + task.name() + " cannot be written", e);
        }
    }

    private Task read(ObjectMapper mapper, String text, String source, boolean privateAllowed) {
        try {
            return Optional.ofNullable(mapper.readValue(text, TaskDocument.class))
                    .orElseThrow(() -> new IllegalArgumentException("is empty"))
                    .toTask(defaults, privateAllowed);
        } catch (UnrecognizedPropertyException e) {
            throw CaravanException.invalid(source + at(placeOf(e.getPropertyName(), mapper, text)) + ": " + reason(e));
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid(source + at(e.getLocation()) + ": " + reason(e));
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid(source + ": " + e.getMessage());
        }
    }

    /** The library tells of a key that a record does not know only at the record's end, so its place is looked up. */
    private static JsonLocation placeOf(String key, ObjectMapper mapper, String text) {
        try (JsonParser parser = mapper.createParser(text)) {
            JsonToken token = parser.nextToken();
            while (token != null && !(token == JsonToken.FIELD_NAME && key.equals(parser.currentName()))) {
                token = parser.nextToken();
            }
            return parser.currentTokenLocation();
        } catch (IOException e) {
            throw new UncheckedIOException("a text that was read once cannot be read again", e);
        }
    }

    private static String at(JsonLocation location) {
        return location == null ? "" : ":" + location.getLineNr();
    }

    private static String reason(JsonProcessingException e) {
        if (e instanceof UnrecognizedPropertyException unknown) {
            String known = unknown.getKnownPropertyIds().stream()
                    .map(String::valueOf)
                    .sorted()
                    .collect(Collectors.joining(", "));
            return "unknown key '" + unknown.getPropertyName() + "'; known are " + known;
        }
        if (e.getCause() instanceof IllegalArgumentException rejected && e instanceof JsonMappingException mapping) {
            return path(mapping) + rejected.getMessage();
        }
        if (e instanceof MismatchedInputException mismatch) {
            return path(mismatch) + "expected " + expected(mismatch.getTargetType());
        }
        return e.getOriginalMessage().lines().findFirst().orElse("cannot be read");
    }

    /** What may stand at a place, in words: the library's own message would name our classes. */
    private static String expected(Class<?> type) {
        if (type == null || type == TaskDocument.class) {
            return "a task: keys and values, name and seeds among them";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        return type == SeedText.class ? "a URL" : "text";
    }

    private static String path(JsonMappingException e) {
        return e.getPath().isEmpty()
                ? ""
                : e.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                        .collect(Collectors.joining(".", "", ": "));
    }

    private static ObjectMapper strict(ObjectMapper mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        mapper.coercionConfigFor(LogicalType.Integer)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail);
        return mapper;
    }
}
