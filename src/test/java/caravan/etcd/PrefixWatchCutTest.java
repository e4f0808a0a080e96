package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdRecorder;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A thousand changes, and a network that breaks the watch off after so many bytes, twice in a row: the cuts at which
 * jetcd's own resumption loses events.
 */
@Timeout(120)
class PrefixWatchCutTest {
    private static final String PREFIX = "/cut/";
    private static final int CHANGES = 1000;

    /** Made by the mutant's test. */
    private static final String END = "PUT " + PREFIX + "end";

    private static EtcdServer server;
    private static ChaosProxy proxy;
    private static Etcd etcd;
    private static long before;
    private static List<String> truth;

    @BeforeAll
    static void makeChanges() {
        server = EtcdServer.start();
        proxy = ChaosProxy.to(server.port());
        etcd = new Etcd(EtcdSettings.plain(endpoint()));
        before = server.revision();
        IntStream.range(0, CHANGES).forEach(i -> {
            EtcdTxn txn = new EtcdTxn();
            etcd.commit(i % 5 == 4 ? txn.delete(PREFIX + (i - 1) % 50) : txn.put(PREFIX + i % 50, "v" + i));
        });
        try (EtcdRecorder oracle = EtcdRecorder.of(server, PREFIX, before + 1)) {
            truth = oracle.eventsUntilNow().stream()
                    .map(event -> (event.type() + " " + event.key() + " " + event.value()).strip())
                    .toList();
        }
        assertThat(truth).hasSize(CHANGES);
    }

    @AfterAll
    static void close() throws IOException {
        etcd.close();
        proxy.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 130, 200, 300, 500, 1000, 2000})
    void losesNothingAndRepeatsNothing(long bytes) {
        PrefixState state = new PrefixState();
        state.reached(before);
        etcd.get(PREFIX); // its connection stands: the cuts are for the watch
        int made = proxy.accepted();
        proxy.cutNext(2, bytes);
        try (WatchRun run = WatchRun.start(etcd, PREFIX, state).awaitSynced(1)) {
            assertThat(run.changes())
                    .filteredOn(change -> !change.startsWith(END))
                    .isEqualTo(truth);
            assertThat(proxy.accepted() - made).as("watches").isGreaterThanOrEqualTo(3);
        }
    }

    /** The mutant, without which the test above would prove nothing. */
    @Test
    void jetcdAloneLosesEventsAtTheSameCuts() {
        assertThat(List.of(130L, 200L, 300L)).anySatisfy(bytes -> {
            proxy.cutNext(2, bytes);
            try (RawWatch mutant = RawWatch.of(endpoint(), PREFIX, before + 1)) {
                mutant.awaitTold(PREFIX + "end", () -> server.put(PREFIX + "end", "of " + bytes));
                assertThat(mutant.keys().stream().filter(key -> !key.equals(PREFIX + "end")))
                        .hasSizeLessThan(CHANGES);
            }
        });
    }

    private static String endpoint() {
        return "http://127.0.0.1:" + proxy.port();
    }
}
