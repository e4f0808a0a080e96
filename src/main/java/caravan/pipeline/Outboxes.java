package caravan.pipeline;

import caravan.CaravanException;
import caravan.task.Outputs;
import caravan.task.Task;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outboxes of the sinks that the operator has set up, by name. Immutable. */
public final class Outboxes {
    private final Map<String, Outbox> bySink = new TreeMap<>();

    /**
     * @param sinks  names, besides that of the default
     * @param places visits on their way to each sink at most
     */
    public Outboxes(Collection<String> sinks, int places) {
        Stream.concat(Stream.of(Outputs.DEFAULT_SINK), sinks.stream())
                .forEach(name -> bySink.put(name, new Outbox(name, places)));
    }

    /**
     * @return those that what a task brings goes to
     * @throws CaravanException INVALID naming a sink that there is none of
     */
    List<Outbox> of(Task task) {
        return Stream.concat(task.outputs().itemSinks().stream(), task.outputs().archives().stream())
                .distinct()
                .map(name -> find(name, task))
                .toList();
    }

    public Collection<Outbox> all() {
        return bySink.values();
    }

    private Outbox find(String name, Task task) {
        return Optional.ofNullable(bySink.get(name))
                .orElseThrow(() -> CaravanException.invalid("task '" + task.name() + "' sends to sink '" + name
                        + "', but " + known() + "; a sink is set up by caravan.sink.NAME=ENDPOINT"));
    }

    private String known() {
        String names = bySink.keySet().stream()
                .filter(name -> !name.equals(Outputs.DEFAULT_SINK))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none is set up" : "there are only " + names;
    }
}
