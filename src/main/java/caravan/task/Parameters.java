package caravan.task;

import caravan.task.tree.Faults;
import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import caravan.task.tree.Place;
import caravan.task.tree.Scalar;
import caravan.task.tree.Scalar.Type;
import caravan.task.tree.Words;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a template leaves open, and the values for it. A value is put in as it is and not looked into again. For one
 * thread.
 */
final class Parameters {
    static final int LONGEST_VALUE = 1000;
    private static final int LONGEST_TEXT = 10_000;
    private static final int MOST = 100;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,100}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^{}$]{1,100})}");

    private final Faults faults;
    private final Map<String, String> values = new HashMap<>();
    private final Map<String, Place> missing = new LinkedHashMap<>();

    private Parameters(Faults faults) {
        this.faults = faults;
    }

    /**
     * @param given in the place of what the definition has, or has not
     */
    static Parameters of(Mapping task, Map<String, String> given, Faults faults) {
        Parameters parameters = new Parameters(faults);
        Node declared = task.find("parameters").orElse(new Mapping(task.place(), Map.of()));
        if (declared instanceof Mapping mapping) {
            parameters.declare(mapping, given);
            parameters.refuseUnknown(mapping, given, task.place());
        } else {
            faults.add(declared.place(), "is " + declared.described() + "; expected names with their default values");
        }
        return parameters;
    }

    private void declare(Mapping declared, Map<String, String> given) {
        if (declared.entries().size() > MOST) {
            faults.add(declared.place(), "are more than " + MOST);
            return;
        }
        declared.entries().forEach((name, entry) -> {
            if (!NAME.matcher(name).matches()) {
                faults.add(
                        entry.place(), "is no name; expected 1 to 100 letters, digits, dots, underscores or hyphens");
            } else if (given.containsKey(name)) {
                put(name, given.get(name), entry.value().place());
            } else {
                putDefault(name, entry.value());
            }
        });
    }

    private void putDefault(String name, Node value) {
        if (!(value instanceof Scalar scalar)) {
            faults.add(value.place(), "is " + value.described() + "; expected a default value, or nothing");
        } else if (scalar.type() == Type.NOTHING) {
            missing.put(name, scalar.place());
        } else {
            put(name, scalar.text(), scalar.place());
        }
    }

    private void put(String name, String value, Place place) {
        if (value.length() > LONGEST_VALUE || value.chars().anyMatch(Character::isISOControl)) {
            faults.add(place, "has an unfit value; expected at most " + LONGEST_VALUE + " characters on one line");
        }
        values.put(name, value);
    }

    private void refuseUnknown(Mapping declared, Map<String, String> given, Place task) {
        for (String name : given.keySet()) {
            if (!declared.entries().containsKey(name)) {
                Place place = task.key("parameters", declared.place().line())
                        .key(name, declared.place().line());
                faults.add(
                        place,
                        "unknown parameter; "
                                + Words.suggestion(name, declared.entries().keySet()));
            }
        }
    }

    void refuseMissing() {
        missing.values().forEach(place -> faults.add(place, "needs a value"));
    }

    /** Names of those that have no value yet. */
    List<String> missing() {
        return List.copyOf(missing.keySet());
    }

    /** Whether the text waits for a value. */
    boolean isOpen(Scalar scalar) {
        return !missing.isEmpty()
                && scalar.type() == Type.TEXT
                && REFERENCE.matcher(scalar.text()).results().anyMatch(found -> missing.containsKey(found.group(1)));
    }

    /** The value with all parameters in it that have one; what is nothing but a parameter has its value's type. */
    Scalar fill(Scalar scalar) {
        if (values.isEmpty() || scalar.type() != Type.TEXT) {
            return scalar;
        }
        Matcher reference = REFERENCE.matcher(scalar.text());
        StringBuilder filled = new StringBuilder();
        while (reference.find()) {
            String value = Optional.ofNullable(values.get(reference.group(1))).orElse(reference.group());
            reference.appendReplacement(filled, Matcher.quoteReplacement(value));
            if (filled.length() > LONGEST_TEXT) {
                faults.add(scalar.place(), "is longer than " + LONGEST_TEXT + " characters with its parameters");
                return scalar;
            }
        }
        String text = reference.appendTail(filled).toString();
        return new Scalar(scalar.place(), reference.reset().matches() ? Scalar.typeOf(text) : Type.TEXT, text);
    }
}
