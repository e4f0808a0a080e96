package caravan.task.tree;

import caravan.CaravanException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** How a document is written. */
public enum Syntax {
    /** With only true and false for booleans, as YAML 1.2 has it: yes is a text. */
    YAML(YAMLFactory.builder()
            .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
            .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
            .build()),
    JSON(new JsonFactory());

    private final JsonFactory factory;

    Syntax(JsonFactory factory) {
        this.factory = factory;
    }

    /**
     * @param faults get what is wrong but can be passed over, such as a key that is given twice
     * @return the document; of one that is empty, nothing
     * @throws CaravanException INVALID with all faults when the text cannot be read to its end
     */
    public Node read(String text, Faults faults) {
        try (JsonParser parser = factory.createParser(text)) {
            return new TreeReader(parser, faults).document();
        } catch (JsonProcessingException e) {
            faults.add(Place.top(lineOf(e)), "is no " + name() + ": " + reason(e));
            faults.finish();
            throw new IllegalStateException("a fault that was added is gone", e);
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot be read", e);
        }
    }

    private static int lineOf(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return marked.getProblemMark().getLine() + 1;
        }
        return Optional.ofNullable(e.getLocation())
                .map(place -> place.getLineNr())
                .filter(line -> line > 0)
                .orElse(1);
    }

    /** The library's words without what it says of itself. */
    private static String reason(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblem() != null) {
            return marked.getContext() == null ? marked.getProblem() : marked.getContext() + ", " + marked.getProblem();
        }
        String message = e.getOriginalMessage().lines().findFirst().orElse("");
        if (message.startsWith("Expected a field name")) {
            return "a key must be a text";
        }
        return message.replaceAll(" ?\\(?(start marker at|for (Object|Array) starting at|\\[Source).*", "")
                .replaceAll("[`(][\\w.]*(StreamRead|Json)[\\w.#]*.*", "")
                .replaceAll("(?i), in \"?'?reader.*", "")
                .strip();
    }
}
