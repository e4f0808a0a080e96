package caravan.extract;

import caravan.extract.Extraction.Problem;
import caravan.task.Field;
import caravan.task.Field.Absence;
import caravan.task.Selector;
import caravan.task.Transform;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one field of a part of a page. Thread-safe. */
final class FieldReader {
    /** What does not depend on what the page says. */
    private static final Set<Selector.Kind> AROUND =
            EnumSet.of(Selector.Kind.CONST, Selector.Kind.CARRY, Selector.Kind.URL, Selector.Kind.HEADER);

    private final Field field;
    private final Selection selection;
    private final List<Step> steps;

    private FieldReader(Field field, Selection selection, List<Step> steps) {
        this.field = field;
        this.selection = selection;
        this.steps = steps;
    }

    /** How a field came out. */
    enum Outcome {
        FOUND,
        /** Nothing found, which is no fault: the default was taken, if there is one. */
        ABSENT,
        /** Nothing found, but required. */
        MISSING
    }

    /** @throws IllegalArgumentException with its place and what is wrong */
    static FieldReader of(Field field, Selection selection) {
        return new FieldReader(field, selection, steps(field.transforms(), selection.place()));
    }

    static List<Step> steps(List<Transform> transforms, String place) {
        try {
            return transforms.stream().map(Step::of).toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage());
        }
    }

    String name() {
        return field.name();
    }

    /** Whether it can be found on every page, whatever the page holds. */
    boolean isAround() {
        return AROUND.contains(field.selector().kind());
    }

    /** Puts the value with the others, where there is one. */
    Outcome read(Part part, Spot spot, Map<String, Object> values) {
        String reason;
        try {
            Optional<Object> value = value(part, spot);
            if (value.isPresent()) {
                spot.reading().budget().keep(value.get());
                values.put(field.name(), value.get());
                return Outcome.FOUND;
            }
            reason = "nothing found";
        } catch (UnreadableException e) {
            reason = e.getMessage();
            if (!(field.absence() instanceof Absence.Require)) {
                spot.problem(selection.place(), reason, false);
            }
        }
        return absent(reason, spot, values);
    }

    private Outcome absent(String reason, Spot spot, Map<String, Object> values) {
        if (field.absence() instanceof Absence.Require) {
            spot.problem(selection.place(), reason, true);
            return Outcome.MISSING;
        }
        if (field.absence() instanceof Absence.Use otherwise) {
            values.put(field.name(), otherwise.value());
        }
        return Outcome.ABSENT;
    }

    private Optional<Object> value(Part part, Spot spot) throws UnreadableException {
        List<Object> found = found(part, spot.reading());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return transformed(field.all() ? found : found.get(0), spot.at(selection.place()), steps);
    }

    /** @return empty where nothing is left */
    static Optional<Object> transformed(Object value, Step.Place place, List<Step> steps) throws UnreadableException {
        Object result = value;
        for (Step step : steps) {
            Optional<Object> left = filled(step.apply(result, place));
            if (left.isEmpty()) {
                return left;
            }
            result = left.get();
        }
        return Optional.of(result);
    }

    private List<Object> found(Part part, PageReading reading) {
        List<Object> values = new ArrayList<>();
        boolean plain = field.all() && steps.isEmpty() && selection.narrow().isEmpty();
        for (Found found : selection.in(part, reading)) {
            Object value = plain ? found.plain() : selection.text(found, reading);
            filled(value instanceof String text ? WhiteSpace.trim(text) : value).ifPresent(values::add);
            if (!field.all() && !values.isEmpty()) {
                break;
            }
        }
        return values;
    }

    /** An empty text is nothing, and a list of such is as well. */
    private static Optional<Object> filled(Object value) {
        if (value instanceof List<?> list) {
            List<Object> left = new ArrayList<>(list);
            left.removeIf(each -> filled(each).isEmpty());
            return left.isEmpty() ? Optional.empty() : Optional.of(left);
        }
        boolean empty = value instanceof String text && WhiteSpace.trim(text).isEmpty();
        return empty ? Optional.empty() : Optional.of(value);
    }

    /**
     * The item or link that a field belongs to.
     *
     * @param position on the page
     */
    record Spot(PageReading reading, int position) {
        void problem(String place, String reason, boolean dropped) {
            reading.add(new Problem(place, position, reason, dropped));
        }

        Step.Place at(String place) {
            return new Step.Place() {
                @Override
                public void leftOut(String reason) {
                    problem(place, reason, false);
                }

                @Override
                public PageReading reading() {
                    return reading;
                }
            };
        }
    }
}
