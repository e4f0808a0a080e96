package caravan.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what JSON documents, carried values and expressions hold into texts, and into plain values. Stateless. */
final class Values {
    /** Zeros that a number is written out with: {@code 1e999999999} stays as it is. */
    private static final int MAX_SCALE = 400;

    private Values() {}

    /** A value as text; a number without exponent and grouping. */
    static String text(Object value) {
        if (value instanceof BigDecimal number) {
            return Math.abs((long) number.scale()) > MAX_SCALE ? number.toString() : number.toPlainString();
        }
        return value instanceof JsonNode node ? text(node) : String.valueOf(value);
    }

    /** A text is itself, an object or array its JSON, and null nothing. */
    static String text(JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return "";
        }
        if (node.isNumber()) {
            return node.isIntegralNumber() ? node.asText() : text(node.decimalValue());
        }
        return node.isValueNode() ? node.asText() : node.toString();
    }

    /** A text, a Long, a BigDecimal, a Boolean, or a list or map of such; of a map, without what is null. */
    static Object plain(JsonNode node) {
        if (node.isArray()) {
            List<Object> list = new ArrayList<>(node.size());
            node.forEach(element -> list.add(plain(element)));
            return list;
        }
        if (node.isObject()) {
            Map<String, Object> map = new LinkedHashMap<>();
            node.properties().stream()
                    .filter(entry -> !entry.getValue().isNull())
                    .forEach(entry -> map.put(entry.getKey(), plain(entry.getValue())));
            return map;
        }
        return node.isNumber() ? plain(node.numberValue()) : node.isBoolean() ? node.booleanValue() : text(node);
    }

    /** The same of what an expression gave; what is none of these becomes its text. */
    static Object plain(Object value) {
        if (value instanceof JsonNode node) {
            return plain(node);
        }
        if (value instanceof Number number) {
            return plain(number);
        }
        if (value instanceof Collection<?> several) {
            return several.stream().map(Values::plain).toList();
        }
        return value instanceof Boolean ? value : text(value);
    }

    /** What counts as several values. @return the value alone where it is one */
    static List<Object> each(Object value) {
        if (value instanceof Collection<?> several) {
            return new ArrayList<>(several);
        }
        return value instanceof Object[] several ? Arrays.asList(several) : List.of(value);
    }

    private static Object plain(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(number.doubleValue()) ? new BigDecimal(number.toString()) : number.toString();
        }
        BigDecimal decimal = number instanceof BigDecimal exact
                ? exact
                : number instanceof BigInteger whole ? new BigDecimal(whole) : BigDecimal.valueOf(number.longValue());
        boolean isLong = !(number instanceof BigDecimal) && decimal.precision() < 19;
        if (isLong || number instanceof Long) {
            return number.longValue();
        }
        return Math.abs((long) decimal.scale()) > MAX_SCALE ? decimal.toString() : decimal;
    }
}
