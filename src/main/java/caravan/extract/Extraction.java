package caravan.extract;

import caravan.crawl.Item;
import java.util.List;
import java.util.Map;

/**
 * What a rule found on a page.
 *
 * @param items    complete ones, in order
 * @param links    in order, each URL once for each rule it leads to
 * @param matches  how often each selector found something, in the order they stand in the rule
 * @param problems values that were missing or could not be read
 */
public record Extraction(List<Item> items, List<Link> links, List<Match> matches, List<Problem> problems) {

    /**
     * @param url      absolute and normalised
     * @param rule     by which its page is read
     * @param priority of its request
     * @param carry    values for that rule, by name
     */
    public record Link(String url, String rule, int priority, Map<String, Object> carry) {}

    /**
     * @param place    in the rule, such as {@code items[0].fields.title}
     * @param selector as it is written, such as {@code css h1}
     * @param count    what it found, over all parts of the page
     */
    public record Match(String place, String selector, int count) {}

    /**
     * @param place    in the rule, likewise
     * @param position of the item (or link) on the page, from 0
     * @param reason   such as {@code nothing found} or {@code '12,5 EUR' is not a number}
     * @param dropped  whether the item (or link) was dropped for it
     */
    public record Problem(String place, int position, String reason, boolean dropped) {}

    /** How many items were not complete, for whatever many reasons each. */
    public long droppedItems() {
        return problems.stream()
                .filter(problem -> problem.dropped() && problem.place().startsWith("items["))
                .map(problem -> problem.place().substring(0, problem.place().indexOf(']')) + problem.position())
                .distinct()
                .count();
    }

    public Extraction {
        items = List.copyOf(items);
        links = List.copyOf(links);
        matches = List.copyOf(matches);
        problems = List.copyOf(problems);
    }
}
