package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import caravan.testkit.Downtimes;
import caravan.testkit.MasterCluster;
import caravan.testkit.ResourceHistory;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All masters are restarted, one after the other, while clients add, look up and delete. */
@Timeout(180)
class RollingRestartIT {
    private static final Logger LOG = LoggerFactory.getLogger(RollingRestartIT.class);
    private static final int CLIENTS = 4;
    private static final String FAULT = " ERROR ";
    private static final Duration PACE = Duration.ofMillis(30);

    @TempDir
    Path folder;

    private final Downtimes downtimes = new Downtimes();

    @Test
    void losesNothingAndAnswersEverybody() {
        try (MasterCluster cluster = new MasterCluster(folder).start(3, 3000)) {
            List<RetryingClient> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> new RetryingClient(cluster))
                    .toList();
            ScheduledExecutorService threads = Executors.newScheduledThreadPool(CLIENTS);
            try {
                clients.forEach(
                        client -> threads.scheduleWithFixedDelay(client, 0, PACE.toMillis(), TimeUnit.MILLISECONDS));
                cluster.nodes().masters().forEach(node -> restart(cluster, node));
            } finally {
                end(threads);
            }
            cluster.nodes().masters().forEach(node -> assertThat(node.process().err())
                    .doesNotContain(FAULT));
            clients.forEach(client -> judge(cluster, client));
        }
    }

    private void restart(MasterCluster cluster, Node node) {
        assertThat(node.process().err()).doesNotContain(FAULT);
        long told = System.nanoTime();
        node.process().signal("TERM");
        assertThat(node.process().exitCode()).as(node.id()).isZero();
        Duration stopping = Duration.ofNanos(System.nanoTime() - told);
        cluster.nodes().relaunch(node.id()).awaitReady();
        downtimes.add(node, told);
        LOG.info(
                "{} ended in {} ms and was ready again {} ms after it was told to stop",
                node.id(),
                stopping.toMillis(),
                Duration.ofNanos(System.nanoTime() - told).toMillis());
    }

    private void judge(MasterCluster cluster, RetryingClient client) {
        downtimes.requireExplained(client.outcomes(), List.of(200, 404, 409));
        assertThat(client.surprises()).isEmpty();
        assertThat(client.kept()).hasSizeGreaterThan(10);
        Map<String, JsonNode> stored = cluster.nodes().resources();
        assertThat(stored).containsKeys(client.kept().toArray(new String[0]));
        assertThat(stored).doesNotContainKeys(client.deleted().toArray(new String[0]));
        ResourceHistory history = new ResourceHistory(cluster.history());
        assertThat(client.outcomes())
                .extracting(Outcome::name)
                .allSatisfy(name ->
                        assertThat(history.of(name).creations()).as(name).isLessThanOrEqualTo(1));
        LOG.info(
                "{} requests, {} names kept",
                client.outcomes().size(),
                client.kept().size());
    }

    private static void end(ScheduledExecutorService threads) {
        threads.shutdown();
        try {
            assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
