package caravan.etcd;

import java.util.List;

/**
 * What was stored under a prefix at one moment.
 *
 * @param entries  in order of their keys
 * @param revision of the store at that moment
 */
public record Listing(List<Entry> entries, long revision) {
    public Listing {
        entries = List.copyOf(entries);
    }
}
