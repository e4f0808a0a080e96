package caravan.task.tree;

/** A part of a YAML or JSON document that knows where it stands. Immutable. */
public sealed interface Node permits Mapping, Sequence, Scalar {

    Place place();

    /** What it is, for messages: {@code a list}, {@code the number 5}. */
    String described();
}
