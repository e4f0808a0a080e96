package caravan.app.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentListsTest {
    private static final Member MASTER = new Member("master", 2, 8081, 9091);
    private static final Member WORKER = new Member("worker", 1, 8083, 9093);

    private final ArgumentLists lists = new ArgumentLists(
            new Programs(Path.of("/bin/etcd"), Path.of("/jdk/java"), Path.of("/opt/caravan.jar")),
            new TrialPlan(Path.of("/trial"), 4001, 4002, 8085, List.of(MASTER), List.of(WORKER)));

    @Test
    void masterGetsItsPortsAndTheTasks() {
        assertThat(lists.member(MASTER))
                .startsWith("/jdk/java", "-Xmx128m")
                .containsSubsequence(
                        "-jar",
                        "/opt/caravan.jar",
                        "master",
                        "--id=2",
                        "--http=127.0.0.1:8081",
                        "--grpc=127.0.0.1:9091",
                        "-Pcaravan.etcd.endpoints=http://127.0.0.1:4001",
                        "--tasks=/trial/tasks")
                .noneMatch(argument -> argument.contains("allow-private"));
    }

    @Test
    void workerGetsAFileAndMayFetchFromThisMachine() {
        assertThat(lists.member(WORKER))
                .containsSubsequence(
                        "worker",
                        "--id=1",
                        "--http=127.0.0.1:8083",
                        "--grpc=127.0.0.1:9093",
                        "-Pcaravan.etcd.endpoints=http://127.0.0.1:4001",
                        "--out=pages.jsonl",
                        "-Pcaravan.data=/trial/worker-1/data",
                        "-Pcaravan.fetch.allow-private=true")
                .noneMatch(argument -> argument.startsWith("--tasks"));
    }

    @Test
    void etcdListensOnTheLoopbackAddressOnly() {
        assertThat(lists.etcd())
                .startsWith("/bin/etcd")
                .contains("--listen-client-urls=http://127.0.0.1:4001", "--listen-peer-urls=http://127.0.0.1:4002")
                .contains("--initial-cluster=trial=http://127.0.0.1:4002");
    }
}
