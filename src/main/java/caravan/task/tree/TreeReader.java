package caravan.task.tree;

import caravan.task.tree.Mapping.Entry;
import caravan.task.tree.Scalar.Type;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the tree of one document. What YAML has for less typing (anchors, merged keys, tags) is refused: a document
 * that came over the network could grow without bound by it, and JSON has none of it. For one thread.
 */
final class TreeReader {
    private static final int DEEPEST = 100;

    private final JsonParser parser;
    private final Faults faults;
    private int depth;

    TreeReader(JsonParser parser, Faults faults) {
        this.parser = parser;
        this.faults = faults;
    }

    Node document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return new Scalar(Place.top(1), Type.NOTHING, "");
        }
        Node top = node(Place.top(line()));
        if (parser.nextToken() != null) {
            faults.add(Place.top(line()), "goes on after its end; expected one task and nothing more");
            faults.finish();
        }
        return top;
    }

    private Node node(Place place) throws IOException {
        refuseShorthand(place);
        return switch (parser.currentToken()) {
            case START_OBJECT -> inside(place, this::mapping);
            case START_ARRAY -> inside(place, this::sequence);
            default -> scalar(place);
        };
    }

    private interface Part {
        Node read(Place place) throws IOException;
    }

    private Node inside(Place place, Part part) throws IOException {
        if (++depth > DEEPEST) {
            faults.add(Place.top(place.line()), "is nested more than " + DEEPEST + " levels deep");
            faults.finish();
        }
        Node node = part.read(place);
        depth--;
        return node;
    }

    private Mapping mapping(Place place) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            Place at = place.key(key, line());
            parser.nextToken();
            Node value = node(place.key(key, line()));
            if (key.equals("<<") && parser instanceof YAMLParser) {
                faults.add(at, "merged keys are not understood; write the keys themselves");
            } else if (entries.containsKey(key)) {
                int first = entries.get(key).place().line();
                faults.add(at, "is given twice; the first one is in line " + first);
            } else {
                entries.put(key, new Entry(at, value));
            }
        }
        return new Mapping(place, entries);
    }

    private Sequence sequence(Place place) throws IOException {
        List<Node> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(place.item(items.size(), line())));
        }
        return new Sequence(place, items);
    }

    private Scalar scalar(Place place) throws IOException {
        JsonToken token = parser.currentToken();
        String text = parser.getText();
        return switch (token) {
            case VALUE_NULL -> new Scalar(place, Type.NOTHING, "");
            case VALUE_TRUE -> new Scalar(place, Type.BOOLEAN, "true");
            case VALUE_FALSE -> new Scalar(place, Type.BOOLEAN, "false");
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Scalar(place, Scalar.typeOf(text), text);
            default -> new Scalar(place, Type.TEXT, text == null ? "" : text);
        };
    }

    private void refuseShorthand(Place place) throws IOException {
        if (!(parser instanceof YAMLParser yaml)) {
            return;
        }
        if (yaml.isCurrentAlias()) {
            faults.add(place, "aliases such as *name are not understood; write the value itself");
        } else if (yaml.getObjectId() != null) {
            faults.add(place, "anchors such as &name are not understood; leave it out");
        }
        if (yaml.getTypeId() != null) {
            faults.add(place, "tags such as !!str are not understood; leave it out");
        }
    }

    private int line() {
        return Math.max(1, parser.currentTokenLocation().getLineNr());
    }
}
