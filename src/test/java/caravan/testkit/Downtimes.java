package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.AdminClient.End;
import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** When which node was not there, and which ends of requests that explains. Thread-safe. */
public final class Downtimes {
    private final List<Downtime> all = new CopyOnWriteArrayList<>();

    private record Downtime(String node, long from, long until) {
        boolean touches(Outcome outcome) {
            return node.equals(outcome.master()) && outcome.endedAt() - from > 0 && outcome.sentAt() - until < 0;
        }
    }

    /** @param from by {@link System#nanoTime()}; it was there again, and ready, when this is called */
    public void add(Node node, long from) {
        all.add(new Downtime(node.id(), from, System.nanoTime()));
    }

    /**
     * That each request was answered as it should be in good health, or told to come back later, or not answered by a
     * node that was not there.
     *
     * @param inGoodHealth statuses
     */
    public void requireExplained(Collection<Outcome> outcomes, List<Integer> inGoodHealth) {
        assertThat(outcomes.stream()
                        .filter(outcome -> !inGoodHealth.contains(outcome.status()))
                        .filter(outcome -> !outcome.isPutOff() && !isAway(outcome))
                        .toList())
                .as("of %d requests", outcomes.size())
                .isEmpty();
    }

    private boolean isAway(Outcome outcome) {
        boolean unanswered = outcome.end() == End.REFUSED || outcome.end() == End.BROKEN;
        return unanswered && all.stream().anyMatch(downtime -> downtime.touches(outcome));
    }
}
