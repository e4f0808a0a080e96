package caravan.task;

import caravan.task.Field.Absence;
import caravan.task.tree.Mapping.Entry;
import caravan.task.tree.Node;
import caravan.task.tree.Place;
import caravan.task.tree.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads fields: of items, and what links carry. For one thread. */
record FieldReader(Reading reading, SelectorReader selectors) {
    private static final int MOST = 1000;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}-][\\p{L}\\p{M}\\p{N}_-]{0,99}");
    private static final String NO_NAME =
            "is no name of a field; expected 1 to 100 letters, digits, underscores or hyphens, no underscore first";

    /** @return the fields of a mapping, in order */
    List<Field> fields(Node node) {
        List<Field> fields = new ArrayList<>();
        reading.mapping(node, "fields: names with selectors").ifPresent(mapping -> {
            if (mapping.entries().isEmpty() || mapping.entries().size() > MOST) {
                reading.fault(node, "has " + mapping.entries().size() + " fields; expected 1 to 1,000");
            }
            mapping.entries().forEach((name, entry) -> field(name, entry).ifPresent(fields::add));
        });
        return fields;
    }

    private Optional<Field> field(String name, Entry entry) {
        checkName(name, entry.place(), reading);
        Node node = entry.value();
        Optional<Selector> bare = selectors.bare(node);
        if (bare.isPresent()) {
            return bare.map(css -> new Field(name, css, false, new Absence.Leave(), List.of()));
        }
        return reading.section(node, Keys.FIELD, "a CSS selector, or a mapping that says where to look")
                .map(section -> field(name, section));
    }

    private Field field(String name, Section section) {
        Selector selector = selectors.one(section, Keys.KINDS);
        boolean all = section.flag("all", false);
        section.find("first")
                .flatMap(reading::flag)
                .filter(first -> first == all)
                .ifPresent(first -> reading.fault(
                        section.place(), "first and all exclude each other; expected one of them to be true"));
        List<Transform> transforms = transforms(section);
        Field bare = new Field(name, selector, all, new Absence.Leave(), transforms);
        return new Field(name, selector, all, absence(section, bare), transforms);
    }

    List<Transform> transforms(Section section) {
        return section.find("transform").map(new TransformReader(reading)::read).orElse(List.of());
    }

    private Absence absence(Section section, Field field) {
        boolean required = section.flag("required", false);
        if (required && section.has("default")) {
            reading.fault(section.place(), "required and default exclude each other; expected one of them at most");
        }
        if (required) {
            return new Absence.Require();
        }
        return section.find("default")
                .flatMap(node -> Values.of(node, field.type(), reading))
                .<Absence>map(Absence.Use::new)
                .orElseGet(Absence.Leave::new);
    }

    static void checkName(String name, Place place, Reading reading) {
        if (!isName(name)) {
            reading.fault(place, NO_NAME);
        }
    }

    private static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** @throws IllegalArgumentException saying what a name may hold */
    static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(Words.quoted(name) + " " + NO_NAME);
        }
        return name;
    }
}
