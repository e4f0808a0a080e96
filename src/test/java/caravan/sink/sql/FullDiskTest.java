package caravan.sink.sql;

import static caravan.ValueType.INTEGER;
import static caravan.ValueType.TEXT;
import static caravan.sink.sql.TableFixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.sink.Row;
import caravan.testkit.DatabaseServer;
import caravan.testkit.MariaDbServer;
import caravan.testkit.SmallDisk;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FullDiskTest {
    private static final int ROWS = 5000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void failsWhileTheDiskOfMariaDbIsFullAndStoresTheSameBatchOnceThereIsRoom() throws Exception {
        List<Row> first = batch(0);
        List<Row> second = batch(1);
        try (SmallDisk disk = SmallDisk.mount(64);
                DatabaseServer server = MariaDbServer.startIn(disk.folder("mariadb"));
                TableFixture database = new TableFixture(new DatabaseSettings(
                        "main", server.url() + "?socketTimeout=5000", server.user(), server.password(), 2))) {
            TableSink sink = database.newSink();
            sink.write(first);
            disk.fill(1 << 18);
            for (int tries = 0; tries < 2; tries++) {
                assertThatThrownBy(() -> sink.write(second))
                        .isInstanceOf(CaravanException.class)
                        .hasMessageStartingWith("cannot write to database 'main'");
                assertThat(sink.problem()).isNotEmpty();
            }
            disk.makeRoom();
            // "[FATAL] InnoDB: Error (Out of disk space) in rollback" may end it now, or while this is written
            await().pollInSameThread()
                    .atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(CaravanException.class)
                    .untilAsserted(() -> {
                        if (!server.isAlive()) {
                            server.restart();
                        }
                        sink.write(second);
                    });
            assertThat(sink.problem()).isEmpty();
            assertThat(sink.refused()).isZero();
            assertThat(database.count("full_item")).isEqualTo(2 * ROWS);
            assertThat(database.column("full_item", "n")).doesNotHaveDuplicates();
        }
    }

    /** Some MiB: more than fits where there was room inside of files. */
    private static List<Row> batch(int number) {
        return IntStream.range(number * ROWS, (number + 1) * ROWS)
                .mapToObj(n -> row(
                        "full", "https://a.example/" + n, "n", INTEGER, (long) n, "t", TEXT, "x".repeat(number * 1000)))
                .toList();
    }
}
