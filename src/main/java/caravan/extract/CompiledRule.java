package caravan.extract;

import caravan.ValueType;
import caravan.task.Field;
import caravan.task.Follow;
import caravan.task.ItemSpec;
import caravan.task.Rule;
import caravan.task.Selector;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A rule with its expressions compiled, which every page of it uses. Thread-safe. */
final class CompiledRule {
    /** A follow on a sitemap that does not say what it looks for. */
    private static final Selector LOCATIONS =
            new Selector(Selector.Kind.CSS, "url > loc, sitemap > loc", "", Selector.Take.TEXT, "", "");

    private final Rule rule;
    private final List<Selection> selections = new ArrayList<>();
    private final List<LinkReader> links = new ArrayList<>();
    private final List<ItemReader> items = new ArrayList<>();

    /** @throws IllegalArgumentException with the place and what is wrong there */
    CompiledRule(Rule rule) {
        this.rule = rule;
        for (Follow follow : rule.follows()) {
            links.add(linkReader(follow, "follow[" + links.size() + "]"));
        }
        for (ItemSpec spec : rule.items()) {
            items.add(itemReader(spec, "items[" + items.size() + "]"));
        }
    }

    /** In the order they stand in the rule. */
    List<Selection> selections() {
        return Collections.unmodifiableList(selections);
    }

    void read(Part page, PageReading reading) {
        if (reading.mayFollow()) {
            links.forEach(each -> each.read(page, reading));
        }
        items.forEach(each -> each.read(page, reading));
    }

    private LinkReader linkReader(Follow follow, String place) {
        Optional<Selection> each = each(follow.each(), place);
        Selector link = follow.link().selector();
        boolean locations = rule.type() == Rule.PageType.SITEMAP && link.kind() == Selector.Kind.PAGE;
        Selection found = select(place, locations ? LOCATIONS : link, true);
        return new LinkReader(
                follow,
                each,
                found,
                FieldReader.steps(follow.link().transforms(), place),
                fields(follow.carry(), place + ".carry."),
                follow.only().stream().map(Pattern::compile).toList(),
                follow.except().stream().map(Pattern::compile).toList());
    }

    private ItemReader itemReader(ItemSpec spec, String place) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        spec.fields().forEach(field -> types.put(field.name(), field.type()));
        Optional<Selection> each = each(spec.each(), place);
        return new ItemReader(place, spec.type(), each, fields(spec.fields(), place + ".fields."), types);
    }

    private List<FieldReader> fields(List<Field> fields, String place) {
        return fields.stream()
                .map(field -> FieldReader.of(field, select(place + field.name(), field.selector(), false)))
                .toList();
    }

    private Optional<Selection> each(Selector selector, String place) {
        return selector.kind() == Selector.Kind.PAGE
                ? Optional.empty()
                : Optional.of(select(place + ".each", selector, false));
    }

    private Selection select(String place, Selector selector, boolean link) {
        Selection selection = Selection.of(selections.size(), place, selector, link);
        selections.add(selection);
        return selection;
    }
}
