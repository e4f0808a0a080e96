package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.EtcdRecorder.Type;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What became of the resource of each name, by etcd's own record: creations and deletions, which take turns, and moves
 * in between. Immutable.
 */
public final class ResourceHistory {
    private static final String RESOURCES = "/resources/";

    private final Map<String, Life> lives = new TreeMap<>();

    /** Of one name. */
    public record Life(int creations, int deletions, Set<String> ids, boolean exists) {
        private static final Life NONE = new Life(0, 0, Set.of(), false);

        private Life with(Event event) {
            if (event.type() == Type.DELETE) {
                return new Life(creations, deletions + 1, ids, false);
            }
            Set<String> more = new HashSet<>(ids);
            more.add(RestClient.parse(event.value()).path("ID").asText());
            return new Life(creations + (exists ? 0 : 1), deletions, more, true);
        }
    }

    /** @param events in order, from the first there ever was */
    public ResourceHistory(List<Event> events) {
        events.stream()
                .filter(event -> event.key().startsWith(RESOURCES))
                .forEach(event -> lives.merge(
                        event.key().substring(RESOURCES.length()),
                        Life.NONE.with(event),
                        (before, fresh) -> before.with(event)));
    }

    public Life of(String name) {
        return lives.getOrDefault(name, Life.NONE);
    }

    /** That the outcomes of adds, each of a name of its own, are what has happened, and that nothing happened twice. */
    public void requireAgreementWith(Collection<Outcome> adds) {
        assertThat(adds).allSatisfy(add -> {
            Life life = of(add.name());
            if (add.isOk()) {
                assertThat(life.exists()).as("%s: there is %s", add, life).isTrue();
            }
            assertThat(life.creations()).as("creations for %s", add).isLessThanOrEqualTo(1);
            assertThat(life.ids()).as("ids for %s", add).hasSize(life.creations());
        });
    }
}
