package caravan.crawl;

import caravan.ValueType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One extracted record. Immutable. {@code (task, type, url, position)} tells it from every other, and stays the same
 * when its page is fetched again.
 *
 * @param task       name of the crawl it comes from
 * @param definition name of the task's definition: another than {@code task} where one definition serves several crawls
 * @param type       name of the kind of item, as its rule gives it
 * @param url        of its page
 * @param fetchedAt  when the page was asked for
 * @param position   among the items of its type on its page, from 0
 * @param types      every field that its rule names, in that order, and what it holds
 * @param fields     values of the kind {@code types} says, by field name; those that the page did not have are absent
 */
public record Item(
        String task,
        String definition,
        String type,
        String url,
        Instant fetchedAt,
        int position,
        Map<String, ValueType> types,
        Map<String, Object> fields) {

    public Item {
        types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
