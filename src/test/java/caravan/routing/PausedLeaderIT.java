package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.AdminLoad;
import caravan.testkit.Cluster;
import caravan.testkit.Cluster.Node;
import caravan.testkit.Downtimes;
import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.LeaderInvariant;
import caravan.testkit.MasterCluster;
import caravan.testkit.ResourceHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A leader that is frozen, with changes on their way at every stage, for longer than its lease, and goes on then. */
@Timeout(120)
class PausedLeaderIT {
    private static final Logger LOG = LoggerFactory.getLogger(PausedLeaderIT.class);
    private static final Duration PACE = Duration.ofMillis(60);
    private static final Pattern FORWARDED = Pattern.compile("add task=(\\S+) forwardedBy=");

    @TempDir
    Path folder;

    private final Map<String, Set<String>> writers = new HashMap<>();

    @Test
    void writesNothingOnceAnotherLeads() {
        try (MasterCluster cluster = new MasterCluster(folder).start(3, 1500);
                AdminLoad load = AdminLoad.adds(cluster, PACE)) {
            Node old = cluster.awaitActing();
            Stream<CompletableFuture<Outcome>> caught = addsAt(cluster, old, 60);
            old.process().signal("STOP");
            long stopped = System.nanoTime();
            Stream<CompletableFuture<Outcome>> late = addsAt(cluster, old, 20);
            Outcome next = load.awaitOk(stopped, master -> !master.equals(old.id()));
            LOG.info("another leads {} ms after the pause began", millisBetween(stopped, next.endedAt()));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> System.nanoTime() - stopped
                            > Cluster.LEASE.multipliedBy(2).toNanos());
            old.process().signal("CONT");
            long woken = System.nanoTime();
            List<Outcome> all =
                    Stream.concat(caught, late).map(CompletableFuture::join).toList();
            requireFollows(cluster, old);
            LOG.info("the last of its adds was answered {} ms after it woke", millisBetween(woken, last(all)));
            judge(cluster, Stream.concat(all.stream(), load.stop().stream()).toList(), woken);
        }
    }

    private static Stream<CompletableFuture<Outcome>> addsAt(MasterCluster cluster, Node node, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> cluster.client().add(node, cluster.nextTask()))
                .toList()
                .stream();
    }

    private static void requireFollows(MasterCluster cluster, Node old) {
        assertThat(old.rest().get("/crawler/status").json().path("leading").asBoolean())
                .isFalse();
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(old.rest().get("/crawler/leader").json().path("id").asText())
                    .isEqualTo(cluster.nodes().leader().orElseThrow().id())
                    .isNotEqualTo(old.id());
            Outcome added = cluster.client().add(old, cluster.nextTask()).join();
            assertThat(added.isOk()).as("%s", added).isTrue();
        });
    }

    private void judge(MasterCluster cluster, List<Outcome> adds, long woken) {
        new Downtimes().requireExplained(adds, List.of(200));
        List<Event> events = cluster.history();
        new ResourceHistory(events).requireAgreementWith(adds);
        adds.forEach(add -> writers.put(add.name(), Set.of(add.master())));
        Map<String, Set<String>> forwarded = new HashMap<>();
        cluster.nodes().masters().forEach(master -> noteForwarded(master, forwarded));
        writers.putAll(forwarded);
        assertThat(LeaderInvariant.violations(events, this::writersOf)).isEmpty();
        assertThat(adds)
                .as("adds that were carried out after it woke")
                .filteredOn(add -> add.isOk() && add.endedAt() - woken > 0)
                .isNotEmpty();
    }

    /** Changes that come from another master are logged by the one that makes them. */
    private static void noteForwarded(Node master, Map<String, Set<String>> makers) {
        Matcher line = FORWARDED.matcher(master.process().err());
        while (line.find()) {
            makers.computeIfAbsent(line.group(1), name -> new HashSet<>()).add(master.id());
        }
    }

    private Set<String> writersOf(Event event) {
        return writers.getOrDefault(event.key().substring("/resources/".length()), Set.of());
    }

    private static long last(List<Outcome> outcomes) {
        return outcomes.stream().mapToLong(Outcome::endedAt).max().orElseThrow();
    }

    private static long millisBetween(long from, long until) {
        return Duration.ofNanos(until - from).toMillis();
    }
}
