package caravan.extract;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.EvaluationListener;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON pointers (RFC 6901) and JSONPath. An array that is pointed to counts as its elements. Thread-safe.
 */
final class JsonFinder implements Finder {
    private final Look look;

    /** How a document is looked in. @return null for nothing */
    private interface Look {
        Object in(JsonNode node);
    }

    /** @throws IllegalArgumentException where the expression is neither */
    JsonFinder(String expression) {
        look = expression.startsWith("$") ? path(expression) : pointer(expression);
    }

    @Override
    public List<Found> find(Part part, PageReading reading) throws UnreadableException {
        if (!(part instanceof JsonPart json)) {
            throw Finder.unfit("json", part);
        }
        List<Found> found = new ArrayList<>();
        Optional.ofNullable(look.in(json.node())).ifPresent(there -> addAll(there, found));
        return found;
    }

    private static void addAll(Object there, List<Found> found) {
        if (there instanceof JsonNode node) {
            (node.isArray() ? node : List.of(node)).forEach(each -> add(each, found));
        } else { // what a function such as length() gives
            found.add(new Found.Value(there));
        }
    }

    private static void add(JsonNode node, List<Found> found) {
        if (!node.isNull() && !node.isMissingNode() && found.size() < ExtractLimits.MAX_FOUND) {
            found.add(new Found.Json(node));
        }
    }

    private static Look pointer(String expression) {
        try {
            JsonPointer pointer = JsonPointer.compile(expression);
            return node -> node.at(pointer);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + expression + "' is neither a JSON pointer (begins with /) nor a JSONPath (begins with $)");
        }
    }

    private static Look path(String expression) {
        if (expression.contains("=~")) {
            throw new IllegalArgumentException(
                    "'" + expression + "' matches a pattern, which can take for ever; use regex beside json");
        }
        if (expression.split("\\.\\.", -1).length > 3) {
            throw new IllegalArgumentException(
                    "'" + expression + "' looks at all depths more than twice, which can take for ever");
        }
        try {
            JsonPath path = JsonPath.compile(expression);
            return node -> path.read(node, configuration());
        } catch (RuntimeException e) { // of many kinds
            throw new IllegalArgumentException("'" + expression + "' is not a JSONPath: " + e.getMessage());
        }
    }

    /** What is not there is null and no exception; what is there a million times is not collected. */
    private static Configuration configuration() {
        int[] results = {0};
        return Configuration.builder()
                .jsonProvider(new JacksonJsonNodeJsonProvider())
                .mappingProvider(new JacksonMappingProvider())
                .options(Option.SUPPRESS_EXCEPTIONS)
                .evaluationListener(found -> ++results[0] < ExtractLimits.MAX_FOUND
                        ? EvaluationListener.EvaluationContinuation.CONTINUE
                        : EvaluationListener.EvaluationContinuation.ABORT)
                .build();
    }
}
