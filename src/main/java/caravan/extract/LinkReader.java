package caravan.extract;

import caravan.extract.Extraction.Link;
import caravan.extract.FieldReader.Outcome;
import caravan.extract.FieldReader.Spot;
import caravan.parse.RobotsDirectives;
import caravan.task.Field.Absence;
import caravan.task.Follow;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the links of one {@link Follow}. Thread-safe.
 *
 * @param each  the parts of the page; empty for the page as a whole
 * @param links finds the links in a part
 * @param steps what each link's text goes through
 * @param carry fields that go along
 */
record LinkReader(
        Follow follow,
        Optional<Selection> each,
        Selection links,
        List<Step> steps,
        List<FieldReader> carry,
        List<Pattern> only,
        List<Pattern> except) {

    void read(Part page, PageReading reading) {
        Walk walk = new Walk(reading);
        for (Part part : Parts.of(page, each, reading)) {
            if (!walk.in(part)) {
                return;
            }
        }
    }

    /** One walk through a page. For one thread. */
    private final class Walk {
        private final PageReading reading;
        private int taken;
        private int position;

        Walk(PageReading reading) {
            this.reading = reading;
        }

        /** @return false once there are links enough */
        boolean in(Part part) {
            List<Found> found = links.in(part, reading);
            if (found.isEmpty() && follow.link().absence() instanceof Absence.Require) {
                spot().problem(links.place(), "nothing found", true);
            }
            Optional<Map<String, Object>> carried = Optional.empty();
            for (Found each : found) {
                for (String url : urls(each)) {
                    if (!reading.isNew(url, follow.rule())) {
                        continue;
                    }
                    if (!hasRoom()) {
                        return false;
                    }
                    carried = carried.or(() -> carried(part));
                    if (carried.isEmpty()) {
                        return true; // as it would be for every link of the part
                    }
                    reading.add(new Link(url, follow.rule(), follow.priority(), carried.get()));
                    taken++;
                }
                position++;
            }
            return true;
        }

        private Spot spot() {
            return new Spot(reading, position);
        }

        private boolean hasRoom() {
            if (follow.limit() > 0 && taken == follow.limit()) {
                return false;
            }
            if (!reading.hasRoomForLinks()) {
                spot().problem(links.place(), "more links than are kept of a page, the rest is left out", true);
                return false;
            }
            return true;
        }

        private List<String> urls(Found found) {
            List<String> urls = new ArrayList<>();
            for (String text : texts(found)) {
                Optional<String> url = reading.resolve(text);
                if (url.isEmpty()) {
                    String reason = UnreadableException.quote(text) + " is not an http or https URL";
                    spot().problem(links.place(), reason, true);
                }
                url.filter(LinkReader.this::admits).ifPresent(urls::add);
            }
            if (!urls.isEmpty() && isForbidden(found)) {
                spot().problem(links.place(), "is marked rel=nofollow: " + urls.get(0), true);
                return List.of();
            }
            return urls;
        }

        /** A split makes several links of one text. */
        private List<String> texts(Found found) {
            String text = links.text(found, reading);
            if (text.isEmpty() || steps.isEmpty()) {
                return text.isEmpty() ? List.of() : List.of(text);
            }
            try {
                return FieldReader.transformed(text, spot().at(links.place()), steps).stream()
                        .flatMap(value -> Values.each(value).stream())
                        .map(Values::text)
                        .toList();
            } catch (UnreadableException e) {
                spot().problem(links.place(), e.getMessage(), true);
                return List.of();
            }
        }

        private boolean isForbidden(Found found) {
            return reading.obeysRobots()
                    && found.element()
                            .filter(element -> RobotsDirectives.isNoFollow(element.attr("rel")))
                            .isPresent();
        }

        /** @return empty where a value that is required is missing, or there is too much */
        private Optional<Map<String, Object>> carried(Part part) {
            Map<String, Object> values = new LinkedHashMap<>();
            boolean complete = true;
            for (FieldReader field : carry) {
                complete &= field.read(part, spot(), values) != Outcome.MISSING;
            }
            long length = values.entrySet().stream()
                    .mapToLong(value -> value.getKey().length()
                            + (long) Values.text(value.getValue()).length())
                    .sum();
            if (length > ExtractLimits.MAX_CARRY) {
                spot().problem(
                                links.place(),
                                "would carry " + length + " characters, more than " + ExtractLimits.MAX_CARRY,
                                true);
            }
            return complete && length <= ExtractLimits.MAX_CARRY ? Optional.of(values) : Optional.empty();
        }
    }

    private boolean admits(String url) {
        boolean wanted = only.isEmpty()
                || only.stream().anyMatch(pattern -> pattern.matcher(url).find());
        return wanted
                && except.stream().noneMatch(pattern -> pattern.matcher(url).find());
    }
}
