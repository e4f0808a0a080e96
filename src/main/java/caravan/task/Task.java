package caravan.task;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A named crawl job. Immutable; a crawl keeps the definition it was opened with until another is found fit to take its
 * place.
 *
 * @param name           1 to 200 letters (of any script), digits, dots, underscores and hyphens
 * @param definition     name of the definition: another where one definition, with other values, serves several crawls
 * @param seeds          where it starts, at least one; none where a value is missing still
 * @param scope          which links it follows
 * @param limits         how far and how gently
 * @param robots         whether robots.txt is obeyed
 * @param fetching       how its requests look to servers
 * @param rules          how pages are read, with different names; none for a record a page and every link followed
 * @param outputs        where what it brings goes
 * @param reload         whether a URL that was fetched may be fetched again in one crawl, when another page leads to it
 * @param schedule       when it is run again
 * @param recrawl        how pages that were fetched before are looked at again
 * @param privateAllowed whether the hosts of its seeds may have private or local addresses: true only for definitions
 *                       that the operator wrote, in a local file or on the command line
 * @param document       the definition as it was written, as JSON; empty where it was not
 * @param parameters     names of the values that must be given before it can be crawled; empty for most tasks
 */
public record Task(
        String name,
        String definition,
        List<Seed> seeds,
        Scope scope,
        TaskLimits limits,
        RobotsPolicy robots,
        Fetching fetching,
        List<Rule> rules,
        Outputs outputs,
        boolean reload,
        Schedule schedule,
        Recrawl recrawl,
        boolean privateAllowed,
        String document,
        List<String> parameters) {
    /** What a name may hold. */
    static final String NAMES = "1 to 200 letters, digits, dots, underscores or hyphens";

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,200}");

    /** Whether robots.txt, meta robots and rel=nofollow decide what is fetched. */
    public enum RobotsPolicy {
        OBEY,
        IGNORE
    }

    public Task {
        requireName(name);
        parameters = List.copyOf(parameters);
        if (seeds.isEmpty() && parameters.isEmpty()) {
            throw new IllegalArgumentException("task '" + name + "' has no seeds");
        }
        seeds = requireFilled(seeds, "seeds");
        rules = List.copyOf(rules);
    }

    /** One without rules: every link in scope is followed, and every page gets a record. */
    public static Task ofPages(
            String name,
            List<Seed> seeds,
            Scope scope,
            TaskLimits limits,
            RobotsPolicy robots,
            boolean privateAllowed) {
        return new Task(
                name,
                name,
                seeds,
                scope,
                limits,
                robots,
                Fetching.PLAIN,
                List.of(),
                Outputs.DEFAULT,
                false,
                Schedule.ONCE,
                Recrawl.DEFAULT,
                privateAllowed,
                "",
                List.of());
    }

    /** The same, crawled in another manner. */
    public Task withManners(Scope itsScope, TaskLimits itsLimits, RobotsPolicy itsRobots, Fetching itsFetching) {
        return new Task(
                name,
                definition,
                seeds,
                itsScope,
                itsLimits,
                itsRobots,
                itsFetching,
                rules,
                outputs,
                reload,
                schedule,
                recrawl,
                privateAllowed,
                document,
                parameters);
    }

    /** The same definition as a crawl of its own. */
    Task named(String crawlName, boolean itsPrivateAllowed) {
        return new Task(
                crawlName,
                definition,
                seeds,
                scope,
                limits,
                robots,
                fetching,
                rules,
                outputs,
                reload,
                schedule,
                recrawl,
                itsPrivateAllowed,
                document,
                parameters);
    }

    /** @return the rule of that name; the first where the name is empty; empty where there is none */
    public Optional<Rule> rule(String ruleName) {
        return ruleName.isEmpty()
                ? rules.stream().findFirst()
                : rules.stream().filter(rule -> rule.name().equals(ruleName)).findFirst();
    }

    /**
     * @return the name, when it is one
     * @throws IllegalArgumentException saying what a name may hold
     */
    public static String requireName(String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException("task name '" + abbreviate(name) + "' must be " + NAMES);
        }
        return name;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * @throws IllegalArgumentException naming the list that has an empty entry
     */
    static <T> List<T> requireFilled(List<T> list, String name) {
        if (list.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(name + " has an empty entry");
        }
        return List.copyOf(list);
    }

    /** The same, but the hosts of its seeds have no access to private addresses. */
    public Task withoutPrivateAccess() {
        return named(name, false);
    }

    public Duration delay() {
        return limits.delay();
    }

    private static String abbreviate(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }
}
