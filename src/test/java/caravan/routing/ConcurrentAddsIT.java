package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.AdminClient.End;
import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import caravan.testkit.MasterCluster;
import caravan.testkit.ResourceHistory;
import caravan.testkit.ResourceHistory.Life;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many who ask for the same at once, at all masters of a cluster in good health. */
@Timeout(120)
class ConcurrentAddsIT {
    private static final int NAMES = 200;
    private static final int RACERS = 6;

    @TempDir
    static Path folder;

    private static MasterCluster cluster;

    @BeforeAll
    static void start() {
        cluster = new MasterCluster(folder).start(3, NAMES);
        cluster.define(Stream.concat(Stream.of("wanted"), ResourceRacer.names(RACERS)));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void takeAllAway() {
        Node leader = cluster.awaitActing();
        cluster.nodes().resources().keySet().forEach(name -> assertThat(
                        cluster.client().delete(leader, name).join().isOk())
                .isTrue());
    }

    @Test
    void addsEachNameOnceAndSpreadsThemEvenly() {
        List<String> names =
                IntStream.range(0, NAMES).mapToObj(i -> cluster.nextTask()).toList();
        List<Outcome> outcomes = all(IntStream.range(0, 2 * NAMES)
                .mapToObj(i -> cluster.client().add(master(i), names.get(i % NAMES)))
                .toList());
        assertThat(statuses(outcomes)).containsExactlyInAnyOrderEntriesOf(Map.of("200", NAMES, "409", NAMES));
        Map<String, JsonNode> stored = cluster.nodes().resources();
        assertThat(stored).containsOnlyKeys(names);
        assertThat(outcomes).filteredOn(Outcome::isOk).allSatisfy(added -> assertThat(added.worker())
                .isEqualTo(stored.get(added.name()).path("WorkerID").asText()));
        Collection<Long> loads = cluster.loads().values();
        assertThat(loads).hasSize(4);
        assertThat(Collections.max(loads) - Collections.min(loads)).isLessThanOrEqualTo(1);
        new ResourceHistory(cluster.history()).requireAgreementWith(outcomes);
    }

    @Test
    void addsANameOnceThatAHundredAskFor() {
        List<Outcome> outcomes = all(IntStream.range(0, 100)
                .mapToObj(i -> cluster.client().add(master(i), "wanted"))
                .toList());
        assertThat(statuses(outcomes)).containsExactlyInAnyOrderEntriesOf(Map.of("200", 1, "409", 99));
        Life life = new ResourceHistory(cluster.history()).of("wanted");
        assertThat(life.creations()).isEqualTo(1);
        assertThat(life.ids()).hasSize(1);
    }

    /** Whoever is the only one to change a name knows what it is; for the others the numbers must come out right. */
    @Test
    void doesWhatItAnswersWhileManyAddAndDelete() {
        List<ResourceRacer> racers = ResourceRacer.raceForAWhile(cluster, RACERS);
        Map<String, JsonNode> stored = cluster.nodes().resources();
        ResourceHistory history = new ResourceHistory(cluster.history());
        assertThat(racers).allSatisfy(racer -> {
            assertThat(racer.surprises()).isEmpty();
            racer.expected()
                    .forEach((name, exists) ->
                            assertThat(stored.containsKey(name)).as(name).isEqualTo(exists));
        });
        ResourceRacer.SHARED.forEach(name -> {
            Life life = history.of(name);
            assertThat(life.creations()).isEqualTo(ResourceRacer.sum(racers, "POST", name));
            assertThat(life.deletions()).isEqualTo(ResourceRacer.sum(racers, "DELETE", name));
            assertThat(life.ids()).hasSize(life.creations());
            assertThat(life.creations()).as("rounds of %s", name).isGreaterThan(20);
        });
    }

    private static Node master(int number) {
        return cluster.nodes().masters().get((number + number / NAMES) % 3);
    }

    private static List<Outcome> all(List<CompletableFuture<Outcome>> asked) {
        return asked.stream().map(CompletableFuture::join).toList();
    }

    private static Map<String, Integer> statuses(List<Outcome> outcomes) {
        Map<String, Integer> statuses = new java.util.TreeMap<>();
        outcomes.forEach(outcome -> statuses.merge(
                outcome.end() == End.ANSWERED ? String.valueOf(outcome.status()) : outcome.end() + outcome.body(),
                1,
                Integer::sum));
        return statuses;
    }
}
