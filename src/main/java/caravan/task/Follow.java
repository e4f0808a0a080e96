package caravan.task;

import java.util.List;

/**
 * Links that are followed.
 *
 * @param each     the parts of a page that {@code link} and {@code carry} look in, one after the other; {@link
 *                 Selector#PAGE} for the page as a whole
 * @param link     the URLs: resolved against the page's own. On HTML a selector that says no more takes the href (or
 *                 src) of what it finds
 * @param rule     by which the pages are read; the rule's own name where a page leads to more of its kind
 * @param priority of the requests; higher goes first within a host
 * @param carry    fields that the next page's rule can use, by their names
 * @param limit    links of one page at most; 0 for no limit
 * @param only     RE2 patterns of which a link's URL must have one, where there are any
 * @param except   RE2 patterns of which it may have none
 */
public record Follow(
        Selector each,
        Field link,
        String rule,
        int priority,
        List<Field> carry,
        int limit,
        List<String> only,
        List<String> except) {

    public Follow {
        carry = List.copyOf(carry);
        only = List.copyOf(only);
        except = List.copyOf(except);
        only.forEach(Scope::compile);
        except.forEach(Scope::compile);
    }
}
