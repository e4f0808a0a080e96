package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.RestClient;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code caravan cluster} as a newcomer uses it: start, paste the three lines, stop. */
@Timeout(180)
class TrialClusterIT {
    private static final Duration TO_START = Duration.ofSeconds(90);
    private static final Duration TO_STOP = Duration.ofSeconds(60);
    private static final Pattern PROCESS = Pattern.compile("(?m)^((?:etcd|master|worker)\\S*) +(\\d+) ");

    @TempDir
    Path folder;

    private CaravanProcess cluster;
    private Map<String, ProcessHandle> children = Map.of();

    private void start(int masters, int workers) {
        cluster =
                CaravanProcess.start(folder, "cluster", "--masters=" + masters, "--workers=" + workers, "--dir=trial");
        await().atMost(TO_START).pollInterval(Duration.ofMillis(100)).until(() -> {
            boolean alive = cluster.isAlive();
            boolean told = cluster.out().contains("Ctrl-C");
            assertThat(told || alive)
                    .as("ended early, saying: %s", cluster.err())
                    .isTrue();
            return told;
        });
        children = childrenInTheTable();
    }

    @AfterEach
    void killWhatIsLeft() {
        cluster.close();
        children.values().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void takesItsOwnLinesAndLeavesNothingBehind() {
        start(3, 2);
        assertThat(children).hasSize(6).allSatisfy((name, child) -> assertThat(child.isAlive())
                .isTrue());

        List<String> curls =
                cluster.out().lines().filter(line -> line.startsWith("curl ")).toList();
        URI resource = URI.create(curls.get(1).replace("curl ", ""));
        RestClient follower = new RestClient(resource.getPort());
        assertThat(leaderIsAt(resource.getPort())).isFalse();

        RestClient.Answer added = follower.post("/crawler/resource", bodyIn(curls.get(0)));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        assertThat(added.json().get("Address").asText()).startsWith("127.0.0.1:");
        assertThat(follower.get(resource.getPath()).status()).isEqualTo(200);
        awaitRecords();
        assertThat(follower.delete(resource.getPath()).status()).isEqualTo(200);
        assertThat(follower.get(resource.getPath()).status()).isEqualTo(404);

        cluster.signal("INT");
        assertThat(cluster.exitCodeWithin(TO_STOP)).isZero();
        assertThat(children.values()).noneMatch(ProcessHandle::isAlive);
        assertThat(cluster.err()).contains("stopping").doesNotContain("ended with", "Exception");
    }

    @Test
    void saysWhenAProcessEndsAndGoesOn() {
        start(1, 2);
        children.get("worker-2").destroyForcibly();
        cluster.awaitLine("worker-2 ended");
        assertThat(cluster.isAlive()).isTrue();
        cluster.signal("TERM");
        assertThat(cluster.exitCodeWithin(TO_STOP)).isZero();
        assertThat(cluster.err().lines().filter(line -> line.contains(" ended with ")))
                .hasSize(1);
    }

    @Test
    void childrenDoNotOutliveAParentThatIsKilled() {
        start(1, 1);
        cluster.signal("KILL");
        await().atMost(TO_STOP).until(() -> children.values().stream().noneMatch(ProcessHandle::isAlive));
    }

    /** etcd, masters and workers, by name. */
    private Map<String, ProcessHandle> childrenInTheTable() {
        return PROCESS.matcher(cluster.out()).results().collect(Collectors.toMap(row -> row.group(1), row -> {
            long pid = Long.parseLong(row.group(2));
            return ProcessHandle.of(pid).orElseThrow();
        }));
    }

    private boolean leaderIsAt(int httpPort) {
        return cluster.out().lines().anyMatch(row -> row.contains(":" + httpPort + " ") && row.endsWith("leads"));
    }

    private static String bodyIn(String curl) {
        return curl.replaceAll(".* -d '(.*)'", "$1");
    }

    /** Whoever of the workers has it crawls the demo site. */
    private void awaitRecords() {
        Path trial = folder.resolve("trial");
        await().atMost(TO_STOP).until(() -> List.of("worker-1", "worker-2").stream()
                .map(worker -> trial.resolve(worker).resolve("pages.jsonl"))
                .filter(Files::exists)
                .anyMatch(file -> file.toFile().length() > 0));
    }
}
