package caravan.task;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;

/**
 * Which links a task follows: those near its seeds by {@code kind}, that match one of {@code include} (when there is
 * any) and none of {@code exclude}. Patterns are RE2 syntax, found anywhere in the URL. They run in linear time,
 * because the URLs they meet are written by strangers.
 */
public record Scope(Kind kind, List<String> include, List<String> exclude) {

    /** How near to the seeds a link must be. */
    public enum Kind {
        /** Same host name as a seed, whatever scheme and port. */
        HOST,
        /** Same registrable domain as a seed (public suffix list), so its sub-domains too. */
        DOMAIN,
        /** URL starts with a seed's URL up to its last slash. */
        PREFIX,
        /** Anywhere. */
        ANY
    }

    public Scope {
        include = Task.requireFilled(include, "include");
        exclude = Task.requireFilled(exclude, "exclude");
        include.forEach(Scope::compile);
        exclude.forEach(Scope::compile);
    }

    /**
     * @throws IllegalArgumentException naming the pattern and the place of its fault
     */
    static Pattern compile(String regex) {
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "pattern '" + regex + "' is not valid RE2 syntax: " + e.getDescription());
        }
    }
}
