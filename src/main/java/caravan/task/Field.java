package caravan.task;

import caravan.ValueType;
import java.util.List;

/**
 * One named value.
 *
 * @param name       letters of any script, digits, underscores and hyphens; not beginning with an underscore
 * @param selector   where it is found
 * @param all        every value found, as a list; else the first
 * @param absence    what holds where nothing is found, or a transform cannot read what was found
 * @param transforms applied one after the other, each to every value of a list; but for join and split
 */
public record Field(String name, Selector selector, boolean all, Absence absence, List<Transform> transforms) {

    /** What a missing value means. */
    public sealed interface Absence {
        /** The field is absent. */
        record Leave() implements Absence {}

        /** There is no item, and that is counted; of a link: it is not followed. */
        record Require() implements Absence {}

        /** This value, as it is: it is not transformed. */
        record Use(Object value) implements Absence {}
    }

    public Field {
        transforms = List.copyOf(transforms);
    }

    /** What its values are, by its transforms. */
    public ValueType type() {
        ValueType type = all ? ValueType.LIST : ValueType.TEXT;
        for (Transform transform : transforms) {
            type = transform.resultOf(type);
        }
        return type;
    }
}
