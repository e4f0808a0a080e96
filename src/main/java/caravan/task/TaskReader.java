package caravan.task;

import caravan.task.Task.RobotsPolicy;
import caravan.task.tree.Faults;
import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import caravan.task.tree.Words;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Reads a whole definition. For one thread. */
final class TaskReader {
    private static final String EXPECTED = "a task: keys and values, name and seeds among them";
    private static final int MOST_PATTERNS = 1000;
    private static final int MOST_SINKS = 100;

    private final TaskDefaults defaults;
    private final Faults faults;
    private final Origin origin;

    /**
     * What a task has that its definition does not say.
     *
     * @param operator whether the operator wrote it: it may have expressions, and seeds at private addresses
     * @param document the definition as JSON
     */
    record Origin(boolean operator, String document) {}

    TaskReader(TaskDefaults defaults, Faults faults, Origin origin) {
        this.defaults = defaults;
        this.faults = faults;
        this.origin = origin;
    }

    /**
     * @return the task; one that needs values before it can be crawled where it has parameters without a default
     * @throws caravan.CaravanException INVALID with all faults
     */
    Task read(Node document) {
        Mapping task = mapping(document);
        return read(task, Parameters.of(task, Map.of(), faults));
    }

    /**
     * @param values for its parameters
     * @return a task that can be crawled
     * @throws caravan.CaravanException INVALID with all faults; a value that is missing is one
     */
    Task readFilled(Node document, Map<String, String> values) {
        Mapping task = mapping(document);
        Parameters parameters = Parameters.of(task, values, faults);
        parameters.refuseMissing();
        return read(task, parameters);
    }

    private Mapping mapping(Node document) {
        if (document instanceof Mapping task) {
            return task;
        }
        faults.add(document.place(), "is " + document.described() + "; expected " + EXPECTED);
        faults.finish();
        throw new IllegalStateException("a fault that was added is gone");
    }

    private Task read(Mapping task, Parameters parameters) {
        Reading reading = new Reading(faults, parameters, origin.operator || defaults.scriptsAllowed());
        Section section = new Section(task, reading);
        section.refuseUnknown(Keys.TASK);
        try {
            Supplier<Task> result = task(section, reading, parameters.missing());
            faults.finish();
            return result.get();
        } catch (IllegalArgumentException e) { // of a record whose own checks know more than its reader
            faults.add(task.place(), e.getMessage());
            faults.finish();
            throw e;
        }
    }

    private Supplier<Task> task(Section section, Reading reading, List<String> missing) {
        RulesReader rulesReader = new RulesReader(reading);
        List<Rule> rules = section.find("rules").map(rulesReader::read).orElse(List.of());
        List<Seed> seeds = seeds(section, reading);
        String name = name(section, reading);
        Scope scope = scope(section, reading);
        TaskLimits limits = new LimitsReader(reading, defaults.limits()).read(section);
        RobotsPolicy robots =
                section.read("robots", text -> Choice.parse(RobotsPolicy.class, text, "robots"), defaults.robots());
        Fetching fetching = new FetchingReader(reading).read(section);
        Outputs outputs = new Outputs(sinks(section, reading, "sink"), sinks(section, reading, "archive"));
        boolean reload = section.flag("reload", false);
        Schedule schedule =
                section.find("schedule").map(new ScheduleReader(reading)::read).orElse(Schedule.ONCE);
        Recrawl recrawl = recrawl(section, reading, reload);
        rulesReader.refuseUnreachable(section, rules, seeds);
        return () -> new Task(
                name,
                name,
                missing.isEmpty() ? seeds : List.of(),
                scope,
                limits,
                robots,
                fetching,
                rules,
                outputs,
                reload,
                schedule,
                recrawl,
                origin.operator,
                origin.document,
                missing);
    }

    private static Recrawl recrawl(Section section, Reading reading, boolean reload) {
        boolean again = reload || section.has("reload") && !reading.isSound() || section.has("schedule");
        return section.find("recrawl")
                .map(node -> new RecrawlReader(reading).read(node, again))
                .orElse(Recrawl.DEFAULT);
    }

    private static String name(Section section, Reading reading) {
        return section.need("name", Task.NAMES)
                .flatMap(node -> reading.parsed(node, reading.rawText(node), Task::requireName))
                .orElse("");
    }

    private static List<Seed> seeds(Section section, Reading reading) {
        Set<String> rules = section.find("rules")
                .filter(Mapping.class::isInstance)
                .map(node -> ((Mapping) node).entries().keySet())
                .orElse(Set.of());
        return section.need("seeds", "a list of URLs to start from")
                .map(new SeedsReader(reading, rules)::read)
                .orElse(List.of());
    }

    private Scope scope(Section section, Reading reading) {
        return new Scope(
                section.read("scope", text -> Choice.parse(Scope.Kind.class, text, "scope"), defaults.scope()),
                patterns(section, reading, "include"),
                patterns(section, reading, "exclude"));
    }

    private static List<String> patterns(Section section, Reading reading, String key) {
        List<Node> patterns = section.find(key)
                .map(node -> reading.list(node, "a list of RE2 patterns"))
                .orElse(List.of());
        if (patterns.size() > MOST_PATTERNS) {
            section.find(key).ifPresent(node -> reading.fault(node, "has more than " + MOST_PATTERNS + " patterns"));
            return List.of();
        }
        return reading.texts(patterns, Expressions::regex);
    }

    private static List<String> sinks(Section section, Reading reading, String key) {
        List<Node> names = section.oneOrMore(key);
        if (section.has(key) && (names.isEmpty() || names.size() > MOST_SINKS)) {
            section.find(key)
                    .ifPresent(
                            node -> reading.fault(node, "has " + names.size() + " names; expected 1 to " + MOST_SINKS));
        }
        return reading.texts(names, TaskReader::sink).stream().distinct().toList();
    }

    private static String sink(String name) {
        if (!Task.isName(name)) {
            throw new IllegalArgumentException(
                    Words.quoted(name) + " is no name of a sink of the operator's; expected " + Task.NAMES);
        }
        return name;
    }
}
