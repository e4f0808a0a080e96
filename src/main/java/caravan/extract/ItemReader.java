package caravan.extract;

import caravan.ValueType;
import caravan.crawl.Item;
import caravan.crawl.Request;
import caravan.extract.FieldReader.Outcome;
import caravan.extract.FieldReader.Spot;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the items of one kind. Thread-safe.
 *
 * @param place  in the rule
 * @param each   the parts that hold one item each; empty for the page as a whole
 * @param types  of its fields, by name and in order
 */
record ItemReader(
        String place, String type, Optional<Selection> each, List<FieldReader> fields, Map<String, ValueType> types) {
    private static final int HASH_DIGITS = 16;

    void read(Part page, PageReading reading) {
        int position = 0;
        for (Part part : Parts.of(page, each, reading)) {
            Spot spot = new Spot(reading, position++);
            Optional<Map<String, Object>> values = values(part, spot);
            if (values.isPresent() && !reading.add(item(values.get(), spot))) {
                spot.problem(place, "more than " + ExtractLimits.MAX_ITEMS + " items, the rest is left out", true);
                return;
            }
        }
    }

    /** @return empty where a value that is required is missing, or the part holds nothing of an item at all */
    private Optional<Map<String, Object>> values(Part part, Spot spot) {
        Map<String, Object> values = new LinkedHashMap<>();
        Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
        boolean onlyAround = true;
        for (FieldReader field : fields) {
            Outcome outcome = field.read(part, spot, values);
            if (outcome == Outcome.MISSING || !field.isAround()) {
                outcomes.add(outcome);
                onlyAround = false;
            }
        }
        if (!onlyAround && !outcomes.contains(Outcome.FOUND) && !outcomes.contains(Outcome.MISSING)) {
            spot.problem(place, "none of its fields was found", true);
        }
        boolean complete = !outcomes.contains(Outcome.MISSING);
        return complete && (onlyAround || outcomes.contains(Outcome.FOUND)) ? Optional.of(values) : Optional.empty();
    }

    private Item item(Map<String, Object> values, Spot spot) {
        PageReading reading = spot.reading();
        return new Item(
                reading.task().name(),
                reading.task().definition(),
                type,
                url(reading),
                reading.page().fetchedAt(),
                spot.position(),
                types,
                values);
    }

    /** Pages that are asked for by POST at one URL are told apart by what was sent. */
    private static String url(PageReading reading) {
        Request request = reading.request();
        if (request.ask().method().equals("GET")) {
            return reading.page().url();
        }
        String asked = request.ask().method() + '\n' + request.ask().body();
        String hash = Hashing.sha256().hashString(asked, StandardCharsets.UTF_8).toString();
        return reading.page().url() + '#' + hash.substring(0, HASH_DIGITS);
    }
}
