package caravan.task;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A named crawl job. Immutable; a crawl keeps the definition it was opened with.
 *
 * @param name           1 to 200 letters (of any script), digits, dots, underscores and hyphens
 * @param seeds          where it starts, at least one
 * @param scope          which links it follows
 * @param limits         how far and how gently
 * @param robots         whether robots.txt is obeyed
 * @param privateAllowed whether the hosts of its seeds may have private or local addresses: true only for definitions
 *                       that the operator wrote, in a local file or on the command line
 */
public record Task(
        String name, List<Seed> seeds, Scope scope, TaskLimits limits, RobotsPolicy robots, boolean privateAllowed) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._-]{1,200}");

    /** Whether robots.txt, meta robots and rel=nofollow decide what is fetched. */
    public enum RobotsPolicy {
        OBEY,
        IGNORE
    }

    public Task {
        requireName(name);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("task '" + name + "' has no seeds");
        }
        seeds = requireFilled(seeds, "seeds");
    }

    /**
     * @return the name, when it is one
     * @throws IllegalArgumentException saying what a name may hold
     */
    public static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("task name '" + abbreviate(name)
                    + "' must be 1 to 200 letters, digits, dots, underscores or hyphens");
        }
        return name;
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

    public Duration delay() {
        return limits.delay();
    }

    private static String abbreviate(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }
}
