package caravan.testkit;

import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.EtcdRecorder.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Judges from etcd's own record of what happened that nobody wrote a resource but the leader of that moment: the
 * candidate whose key was created first among those that stood. Stateless.
 */
public final class LeaderInvariant {
    private static final String ELECTION = "/crawler/election/";
    private static final String RESOURCES = "/resources/";

    private LeaderInvariant() {}

    /**
     * A write by one that did not lead.
     *
     * @param leader id of the one that did; empty when nobody did
     */
    public record Violation(Event write, Set<String> writers, String leader) {}

    /**
     * @param events  of all keys, from the first there ever was, in order
     * @param writers ids of the masters of which one has made the write, as far as is known; none where nothing is
     */
    public static List<Violation> violations(List<Event> events, Function<Event, Set<String>> writers) {
        List<Violation> violations = new ArrayList<>();
        Map<String, String> standing = new LinkedHashMap<>(); // by key, in order of creation
        for (Event event : events) {
            if (event.key().startsWith(ELECTION)) {
                follow(standing, event);
            } else if (event.key().startsWith(RESOURCES)) {
                String leader = standing.values().stream().findFirst().orElse("");
                Set<String> possible = writers.apply(event);
                if (!possible.isEmpty() && !possible.contains(leader)) {
                    violations.add(new Violation(event, possible, leader));
                }
            }
        }
        return violations;
    }

    private static void follow(Map<String, String> standing, Event event) {
        if (event.type() == Type.DELETE) {
            standing.remove(event.key());
        } else {
            standing.put(event.key(), RestClient.parse(event.value()).path("id").asText());
        }
    }
}
