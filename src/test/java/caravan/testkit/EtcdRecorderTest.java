package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.testkit.EtcdRecorder.Event;
import caravan.testkit.EtcdRecorder.Type;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the recorder writes down while a real etcd comes and goes. */
@Timeout(120)
class EtcdRecorderTest {
    private final EtcdServer etcd = EtcdServer.start();

    @AfterEach
    void close() {
        etcd.close();
    }

    @Test
    void recordsChangesInTheirOrder() {
        etcd.put("x/a", "1");
        try (EtcdRecorder recorder = EtcdRecorder.of(etcd, "x/")) {
            etcd.put("y/other", "0");
            etcd.put("x/a", "2");
            etcd.delete("x/a");
            etcd.put("x/b", "");

            assertThat(recorder.eventsUntilNow())
                    .containsExactly(
                            new Event(2, Type.PUT, "x/a", "1"),
                            new Event(4, Type.PUT, "x/a", "2"),
                            new Event(5, Type.DELETE, "x/a", ""),
                            new Event(6, Type.PUT, "x/b", ""));
        }
    }

    @Test
    void recordsFromAGivenRevision() {
        etcd.put("a", "1");
        etcd.put("a", "2");
        try (EtcdRecorder recorder = EtcdRecorder.of(etcd, "a", 3)) {
            assertThat(recorder.eventsUntilNow()).containsExactly(new Event(3, Type.PUT, "a", "2"));
        }
    }

    @Test
    void recordsThroughRestartsWithoutGapsOrRepeats() {
        try (EtcdRecorder recorder = EtcdRecorder.of(etcd, "")) {
            for (int round = 0; round < 3; round++) {
                IntStream.range(0, 50).forEach(i -> etcd.put("k" + i, "v"));
                etcd.kill();
                etcd.restart();
            }

            List<Long> revisions =
                    recorder.eventsUntilNow().stream().map(Event::revision).toList();
            assertThat(revisions)
                    .isEqualTo(IntStream.range(2, 152).mapToObj(Long::valueOf).toList());
        }
    }

    @Test
    void recordsOnInAnEmptiedStore() {
        try (EtcdRecorder recorder = EtcdRecorder.of(etcd, "")) {
            etcd.put("a", "1");
            etcd.put("b", "1");
            recorder.eventsUntilNow();
            etcd.kill();
            etcd.restartEmpty();
            etcd.put("c", "2");

            assertThat(recorder.eventsUntilNow())
                    .containsExactly(
                            new Event(2, Type.PUT, "a", "1"),
                            new Event(3, Type.PUT, "b", "1"),
                            new Event(2, Type.PUT, "c", "2"));
        }
    }

    @Test
    void recorderDoesNotHideThatChangesWereCompacted() {
        etcd.put("a", "1");
        etcd.put("a", "2");
        etcd.compact(3);
        try (EtcdRecorder recorder = EtcdRecorder.of(etcd, "a")) {
            assertThatThrownBy(recorder::eventsUntilNow).hasMessageContaining("compacted up to 3");
        }
    }

    @Test
    void closedRecorderHasNoThread() {
        try (EtcdRecorder recorder = EtcdRecorder.of(etcd, "")) {
            recorder.eventsUntilNow();
            assertThat(recorderThreads()).isEqualTo(1);
        }
        assertThat(recorderThreads()).isZero();
    }

    private static long recorderThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("etcd-recorder"))
                .count();
    }
}
