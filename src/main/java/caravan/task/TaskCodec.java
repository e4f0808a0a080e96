package caravan.task;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.task.TaskReader.Origin;
import caravan.task.tree.Faults;
import caravan.task.tree.JsonText;
import caravan.task.tree.Node;
import caravan.task.tree.Place;
import caravan.task.tree.Syntax;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads and writes task definitions, YAML or JSON, the same keys in both. All that is wrong with one is told at once, a
 * fault a line, as {@code source:line: path: what is wrong; what was expected}. Thread-safe.
 */
public final class TaskCodec {
    private final TaskDefaults defaults;

    public TaskCodec(TaskDefaults defaults) {
        this.defaults = defaults;
    }

    /** One for looking for faults, away from the settings of whoever is going to crawl. */
    public static TaskCodec forChecks() {
        TaskLimits any = new TaskLimits(0, 0, Duration.ZERO, 1);
        return new TaskCodec(new TaskDefaults(any, Scope.Kind.HOST, Task.RobotsPolicy.OBEY));
    }

    /**
     * Reads a definition that the operator wrote.
     *
     * @return one with {@link Task#parameters()} where values are missing still
     * @throws CaravanException INVALID with every fault
     */
    public Task read(TaskText text) {
        return read(text, true);
    }

    /**
     * The same with the operator's own values for its parameters.
     *
     * @return one that can be crawled
     * @throws CaravanException INVALID with every fault; a value that is missing, unknown or unfit is one
     */
    public Task readFilled(TaskText text, Map<String, String> values) {
        Faults faults = new Faults(text.source());
        Node document = parse(text, faults);
        return new TaskReader(defaults, faults, new Origin(true, JsonText.of(document))).readFilled(document, values);
    }

    /** Reads YAML that the operator wrote. */
    public Task readYaml(String text, String source) {
        return read(new TaskText(Syntax.YAML, text, source), true);
    }

    /**
     * Reads a definition that came over the network: the hosts of its seeds get no access to private addresses, and it
     * may have expressions only where the operator allows that.
     *
     * @throws CaravanException INVALID with every fault
     */
    public Task readJson(String text, String source) {
        return readJson(text, source, false);
    }

    /** The same for one whose origin is known: {@code operator} where the operator wrote it. */
    public Task readJson(String text, String source, boolean operator) {
        return read(new TaskText(Syntax.JSON, text, source), operator);
    }

    /**
     * Reads a definition that came over the network in either way.
     *
     * @param mediaType such as {@code application/yaml}; JSON where it says nothing of YAML
     * @throws CaravanException INVALID with every fault
     */
    public Task read(String text, String mediaType, String source) {
        boolean yaml = mediaType.toLowerCase(Locale.ROOT).contains("yaml");
        return read(new TaskText(yaml ? Syntax.YAML : Syntax.JSON, text, source), false);
    }

    private Task read(TaskText text, boolean operator) {
        Faults faults = new Faults(text.source());
        Node document = parse(text, faults);
        return new TaskReader(defaults, faults, new Origin(operator, JsonText.of(document))).read(document);
    }

    private static Node parse(TaskText text, Faults faults) {
        requireSmall(text.text(), faults);
        Node document = text.syntax().read(text.text(), faults);
        requireSmall(JsonText.of(document), faults);
        return document;
    }

    private static void requireSmall(String text, Faults faults) {
        int most = TaskText.MOST_BYTES;
        if (text.length() > most || text.getBytes(StandardCharsets.UTF_8).length > most) {
            faults.add(Place.top(1), TaskText.TOO_LARGE);
            faults.finish();
        }
    }

    /**
     * Makes a crawl of its own out of a definition.
     *
     * @param template  as this codec read it
     * @param crawlName of the crawl
     * @param values    for its parameters, in the place of defaults; they may come over the network
     * @return the task under that name, with no value missing. Private addresses stay allowed only where the operator
     *     wrote the definition and, as defaults, the hosts of its seeds
     * @throws CaravanException INVALID with every fault; a value that is missing, unknown or unfit is one
     */
    public Task withValues(Task template, String crawlName, Map<String, String> values) {
        requireName(crawlName);
        if (values.isEmpty() && template.parameters().isEmpty()) {
            return template.named(crawlName, template.privateAllowed());
        }
        Task filled = fill(template, values);
        return filled.named(
                crawlName, template.privateAllowed() && hosts(template).containsAll(hosts(filled)));
    }

    private Task fill(Task template, Map<String, String> values) {
        Faults faults = new Faults("task " + template.name());
        Origin origin = new Origin(template.privateAllowed(), writeJson(template));
        return new TaskReader(defaults, faults, origin).readFilled(Syntax.JSON.read(origin.document(), faults), values);
    }

    private static Set<String> hosts(Task task) {
        return task.seeds().stream().map(seed -> SeedUrl.hostOf(seed.url())).collect(Collectors.toSet());
    }

    private static void requireName(String name) {
        try {
            Task.requireName(name);
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid(e.getMessage());
        }
    }

    /**
     * The same definition as JSON: what it leaves out is left out still.
     *
     * @throws CaravanException INVALID when it is no YAML
     */
    public static String yamlToJson(String text, String source) {
        Faults faults = new Faults(source);
        String json = JsonText.of(parse(new TaskText(Syntax.YAML, text, source), faults));
        faults.finish();
        return json;
    }

    /** @return the definition as it was written, as JSON; of a crawl that was made of one, that definition */
    public String writeJson(Task task) {
        if (task.document().isEmpty()) {
            throw new CaravanException(Kind.INTERNAL, "task '" + task.name() + "' was made without a definition");
        }
        return task.document();
    }
}
