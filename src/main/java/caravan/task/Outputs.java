package caravan.task;

import java.util.List;

/**
 * Where what a task brings goes.
 *
 * @param items    names of sinks that items go to; empty for the operator's default. A task without rules has a record
 *                 a page in the place of items
 * @param archives names of sinks that whole pages go to
 */
public record Outputs(List<String> items, List<String> archives) {
    /** Name of the sink that takes what names none. */
    public static final String DEFAULT_SINK = "default";

    public static final Outputs DEFAULT = new Outputs(List.of(), List.of());

    public Outputs {
        items = List.copyOf(items);
        archives = List.copyOf(archives);
    }

    /** Names of the sinks that items go to: at least one. */
    public List<String> itemSinks() {
        return items.isEmpty() ? List.of(DEFAULT_SINK) : items;
    }
}
