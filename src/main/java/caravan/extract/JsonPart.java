package caravan.extract;

import com.fasterxml.jackson.databind.JsonNode;

/** A JSON page, or a value in one. */
record JsonPart(JsonNode node, String written) implements Part {

    static JsonPart of(JsonNode node) {
        return new JsonPart(node, "");
    }

    @Override
    public String kind() {
        return "JSON";
    }

    @Override
    public String text() {
        return node.isTextual() ? node.textValue() : source();
    }

    @Override
    public String source() {
        return written.isEmpty() ? node.toString() : written;
    }
}
