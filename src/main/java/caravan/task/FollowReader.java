package caravan.task;

import caravan.task.Field.Absence;
import caravan.task.Section.Range;
import caravan.task.tree.Node;
import caravan.task.tree.Words;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads which links are followed. For one thread.
 *
 * @param rules names of the task's
 */
record FollowReader(Reading reading, SelectorReader selectors, Set<String> rules) {
    private static final String LINK = "link";
    private static final List<String> KINDS =
            Keys.KINDS.stream().filter(Predicate.not("carry"::equals)).toList();

    /**
     * @param rule name of the one it belongs to, which its pages are read by where it says nothing
     */
    Follow read(Node node, String rule) {
        Optional<Selector> bare = selectors.bare(node);
        if (bare.isPresent()) {
            return new Follow(Selector.PAGE, link(bare.get(), List.of()), rule, 0, List.of(), 0, List.of(), List.of());
        }
        return reading.section(node, Keys.FOLLOW, "a CSS selector, or a mapping that says where links are")
                .map(section -> follow(section, rule))
                .orElseGet(() -> new Follow(
                        Selector.PAGE, link(Selector.PAGE, List.of()), rule, 0, List.of(), 0, List.of(), List.of()));
    }

    private Follow follow(Section section, String rule) {
        FieldReader fields = new FieldReader(reading, selectors);
        return new Follow(
                section.find("each").map(selectors::part).orElse(Selector.PAGE),
                link(selectors.one(section, KINDS), fields.transforms(section)),
                rule(section, rule),
                section.number("priority", Range.ANY, 0),
                section.find("carry").map(fields::fields).orElse(List.of()),
                section.number("limit", Range.NOT_NEGATIVE, 0),
                reading.texts(section.oneOrMore("only"), Expressions::regex),
                reading.texts(section.oneOrMore("except"), Expressions::regex));
    }

    /** Every link that is found is followed. */
    private static Field link(Selector selector, List<Transform> transforms) {
        return new Field(LINK, selector, true, new Absence.Leave(), transforms);
    }

    private String rule(Section section, String own) {
        String rule = section.text("rule", own);
        section.find("rule")
                .filter(node -> !rules.contains(rule))
                .ifPresent(node -> reading.fault(
                        node, "unknown rule " + Words.quoted(rule) + "; " + Words.suggestion(rule, rules)));
        return rule;
    }
}
