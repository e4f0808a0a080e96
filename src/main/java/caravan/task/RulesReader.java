package caravan.task;

import caravan.task.Rule.PageType;
import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads how pages are read. For one thread. */
record RulesReader(Reading reading) {
    private static final int MOST = 1000;
    private static final int MOST_PARTS = 1000;
    private static final String UNUSED =
            "is never used; expected a seed with this rule, or a follow that leads to it from one in use";

    List<Rule> read(Node node) {
        List<Rule> rules = new ArrayList<>();
        reading.mapping(node, "rules: names with what they do").ifPresent(mapping -> {
            int count = mapping.entries().size();
            if (count == 0 || count > MOST) {
                reading.fault(node, "has " + count + " rules; expected 1 to 1,000, or leave the key out");
                return;
            }
            mapping.entries().forEach((name, entry) -> {
                if (!Task.isName(name)) {
                    reading.fault(entry.place(), "is no name of a rule; expected " + Task.NAMES);
                }
                reading.section(entry.value(), Keys.RULE, "a mapping with page, follow, items")
                        .ifPresent(section ->
                                rules.add(rule(name, section, mapping.entries().keySet())));
            });
        });
        return rules;
    }

    private Rule rule(String name, Section section, Set<String> names) {
        PageType page = section.read("page", text -> Choice.parse(PageType.class, text, "page"), PageType.AUTO);
        SelectorReader selectors = new SelectorReader(reading, page);
        FollowReader follows = new FollowReader(reading, selectors, names);
        return new Rule(
                name,
                page,
                parts(section, "follow").stream()
                        .map(each -> follows.read(each, name))
                        .toList(),
                items(name, parts(section, "items"), selectors));
    }

    private List<Node> parts(Section section, String key) {
        List<Node> parts = section.oneOrMore(key);
        if (parts.size() > MOST_PARTS) {
            section.find(key).ifPresent(node -> reading.fault(node, "has more than " + MOST_PARTS + " entries"));
            return List.of();
        }
        return parts;
    }

    private List<ItemSpec> items(String rule, List<Node> nodes, SelectorReader selectors) {
        List<ItemSpec> items = new ArrayList<>();
        Set<String> types = new HashSet<>();
        for (Node node : nodes) {
            reading.section(node, Keys.ITEMS, "a mapping with type, each, fields")
                    .ifPresent(section -> {
                        ItemSpec item = item(rule, section, selectors);
                        if (!types.add(item.type())) {
                            reading.fault(
                                    section.find("type").orElse(node),
                                    "'" + item.type()
                                            + "' is the type of other items of this rule; expected one of its own");
                        }
                        items.add(item);
                    });
        }
        return items;
    }

    private ItemSpec item(String rule, Section section, SelectorReader selectors) {
        return new ItemSpec(
                section.read("type", RulesReader::type, rule),
                section.find("each").map(selectors::part).orElse(Selector.PAGE),
                section.need("fields", "names with selectors")
                        .map(new FieldReader(reading, selectors)::fields)
                        .orElse(List.of()));
    }

    private static String type(String name) {
        if (!Task.isName(name)) {
            throw new IllegalArgumentException("is no name of a kind of items; expected " + Task.NAMES);
        }
        return name;
    }

    /** A rule that no seed begins with, and no link leads to from one that is in use, has no page to read. */
    void refuseUnreachable(Section task, List<Rule> rules, List<Seed> seeds) {
        if (rules.isEmpty() || !reading.isSound()) {
            return; // what is wrong elsewhere may be why it looks unused
        }
        Set<String> reached = reached(rules, seeds);
        task.find("rules").map(Mapping.class::cast).ifPresent(written -> written.entries().entrySet().stream()
                .filter(rule -> !reached.contains(rule.getKey()))
                .forEach(rule -> reading.fault(rule.getValue().place(), UNUSED)));
    }

    private static Set<String> reached(List<Rule> rules, List<Seed> seeds) {
        Map<String, Rule> byName = rules.stream().collect(Collectors.toMap(Rule::name, rule -> rule));
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>();
        seeds.stream()
                .map(Seed::rule)
                .distinct()
                .forEach(rule -> next.add(rule.isEmpty() ? rules.get(0).name() : rule));
        while (!next.isEmpty()) {
            String name = next.poll();
            if (reached.add(name)) {
                byName.get(name).follows().forEach(follow -> next.add(follow.rule()));
            }
        }
        return reached;
    }
}
