package caravan.task;

import java.util.List;

/**
 * Items that are extracted from a page.
 *
 * @param type   name of this kind of item, for tables and topics; the rule's name where the task says nothing
 * @param each   the parts of a page that hold one item each; {@link Selector#PAGE} for one item a page
 * @param fields in order
 */
public record ItemSpec(String type, Selector each, List<Field> fields) {
    public ItemSpec {
        fields = List.copyOf(fields);
    }
}
