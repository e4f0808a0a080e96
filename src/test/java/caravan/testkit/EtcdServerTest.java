package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.UncheckedIOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The oracle and the ways to harm etcd, each against a real one. */
@Timeout(120)
class EtcdServerTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final EtcdServer etcd = EtcdServer.start();

    @AfterEach
    void close() {
        etcd.close();
    }

    @Test
    void readsWhatWasWritten() {
        etcd.put("/a/1", "один");
        etcd.put("/a/2", "");
        etcd.put("/b", "other");

        assertThat(etcd.get("/a/1")).contains("один");
        assertThat(etcd.get("/a/2")).contains("");
        assertThat(etcd.get("/a")).isEmpty();
        assertThat(etcd.list("/a/")).containsExactly(entry("/a/1", "один"), entry("/a/2", ""));
        assertThat(etcd.list("")).containsOnlyKeys("/a/1", "/a/2", "/b");
    }

    @Test
    void deletedKeysAreGone() {
        etcd.put("a", "1");
        etcd.delete("a");
        etcd.delete("never");

        assertThat(etcd.get("a")).isEmpty();
        assertThat(etcd.revision()).isEqualTo(3);
    }

    @Test
    void everyChangeHasARevision() {
        assertThat(etcd.revision()).isEqualTo(1);
        etcd.put("a", "1");
        etcd.put("a", "2");

        assertThat(etcd.revision()).isEqualTo(3);
        assertThat(etcd.list("a", 2)).containsExactly(entry("a", "1"));
    }

    @Test
    void compactedRevisionsCannotBeRead() {
        etcd.put("a", "1");
        etcd.put("a", "2");
        etcd.compact(3);

        assertThat(etcd.list("a", 3)).containsExactly(entry("a", "2"));
        assertThatThrownBy(() -> etcd.list("a", 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("compacted");
    }

    @Test
    void listsMoreThanAMessageUsuallyHolds() {
        String value = "x".repeat(1_000_000);
        IntStream.range(0, 6).forEach(i -> etcd.put("big/" + i, value));

        assertThat(etcd.list("big/")).hasSize(6).allSatisfy((key, read) -> assertThat(read)
                .isEqualTo(value));
    }

    @Test
    void restartKeepsDataAndPorts() {
        String endpoint = etcd.endpoint();
        etcd.put("a", "1");
        etcd.stop();
        assertUnreachable();

        etcd.restart();

        assertThat(etcd.get("a")).contains("1");
        assertThat(etcd.endpoint()).isEqualTo(endpoint).endsWith(":" + etcd.port());
    }

    @Test
    void keepsWhatItConfirmedWhenItIsKilled() {
        etcd.put("a", "1");
        etcd.kill();
        assertUnreachable();

        etcd.restart();

        assertThat(etcd.get("a")).contains("1");
        assertThat(etcd.revision()).isEqualTo(2);
    }

    @Test
    void restartEmptyLosesDataAndBeginsAnew() {
        etcd.put("a", "1");
        etcd.stop();

        etcd.restartEmpty();

        assertThat(etcd.list("")).isEmpty();
        assertThat(etcd.revision()).isEqualTo(1);
    }

    @Test
    void doesNotRestartWhileItRuns() {
        assertThatThrownBy(etcd::restart).hasMessageContaining("still running");
        assertThatThrownBy(etcd::restartEmpty).hasMessageContaining("still running");
    }

    @Test
    void pausedOneAnswersOnlyAfterItGoesOn() {
        EtcdGateway impatient = new EtcdGateway(etcd.endpoint(), SHORT);
        etcd.put("a", "1");
        etcd.pause();
        assertThatThrownBy(() -> impatient.get("a"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(HttpTimeoutException.class);

        etcd.resume();

        assertThat(etcd.get("a")).contains("1");
    }

    @Test
    void pausedOneCanBeStopped() {
        etcd.put("a", "1");
        etcd.pause();
        etcd.stop();
        assertUnreachable();

        etcd.restart();

        assertThat(etcd.get("a")).contains("1");
    }

    @Test
    void twoLiveBesideEachOther() {
        try (EtcdServer other = EtcdServer.start("--max-txn-ops=7")) {
            other.put("a", "theirs");

            assertThat(etcd.get("a")).isEmpty();
        }
    }

    @Test
    void saysWhatToInstallWhereThereIsNoEtcd() {
        System.setProperty("etcd.binary", "no-such-etcd");
        try {
            assertThatThrownBy(EtcdServer::start).hasMessageContaining("apt-get install -y etcd-server");
        } finally {
            System.clearProperty("etcd.binary");
        }
    }

    @Test
    void failsWithTheLastWordsOfAnEtcdThatEnds() {
        assertThatThrownBy(() -> EtcdServer.start("--no-such-flag"))
                .hasMessageContaining("ended early")
                .hasMessageContaining("no-such-flag");
    }

    private void assertUnreachable() {
        assertThatThrownBy(etcd::revision).isInstanceOf(UncheckedIOException.class);
    }
}
