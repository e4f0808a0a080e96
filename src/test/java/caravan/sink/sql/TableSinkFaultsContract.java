package caravan.sink.sql;

import static caravan.ValueType.INTEGER;
import static caravan.ValueType.TEXT;
import static caravan.sink.sql.TableFixture.rowAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.sink.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What happens to a batch that cannot be stored whole, whichever the database. */
abstract class TableSinkFaultsContract extends TableTextsContract {
    private static final String URL = "https://shop.example/";

    private List<Row> rows(String definition, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> rowAt(i, definition, URL + i, "n", INTEGER, (long) i))
                .toList();
    }

    private void refuseFrom(String table, int n) throws Exception {
        database.execute("ALTER TABLE " + database.quote(table) + " ADD CONSTRAINT below" + n + " CHECK ("
                + database.quote("n") + " < " + n + ")");
    }

    @Test
    void leavesOutTheRowsThatTheDatabaseRefusesAndStoresTheOthers() throws Exception {
        sink.write(rows("poison", 1));
        refuseFrom("poison_item", 95);
        sink.write(rows("poison", 100));
        assertThat(database.count("poison_item")).isEqualTo(95);
        assertThat(sink.refused()).isEqualTo(5);
        assertThat(sink.problem()).isEmpty();
    }

    @Test
    void storesNothingOfABatchWhoseTableTakesNoRow() throws Exception {
        sink.write(rows("broken", 1));
        refuseFrom("broken_item", 1);
        List<Row> batch = new ArrayList<>(rows("beside", 5));
        rows("broken", 21).stream().skip(1).forEach(batch::add);
        assertThatThrownBy(() -> sink.write(batch))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining("table 'broken_item' takes none of 20 rows");
        assertThat(database.count("beside_item")).isZero();
        database.execute("DROP TABLE " + database.quote("broken_item"));
        sink.write(batch);
        assertThat(database.count("beside_item")).isEqualTo(5);
        assertThat(database.count("broken_item")).isEqualTo(20);
    }

    @Test
    void storesAllTablesOfABatchOrNone() throws Exception {
        List<Row> batch = new ArrayList<>(rows("first", 3));
        batch.addAll(rows("second", 3));
        sink.write(rows("first", 1));
        sink.write(rows("second", 1));
        database.execute("DROP TABLE " + database.quote("second_item"));
        assertThatThrownBy(() -> sink.write(batch)).hasMessageContaining("second_item");
        assertThat(database.count("first_item")).isEqualTo(1);
        sink.write(batch);
        assertThat(database.count("first_item")).isEqualTo(3);
        assertThat(database.count("second_item")).isEqualTo(3);
    }

    /** @param processes gets what is to be closed afterwards */
    TableSink sinkOfAnotherProcess(List<TableFixture> processes) throws Exception {
        TableFixture process = new TableFixture(settings());
        processes.add(process);
        return process.newSink();
    }

    @Test
    void letsManyCreateAndWidenOneTableAtOnce() throws Exception {
        int writers = 6;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        CountDownLatch ready = new CountDownLatch(writers);
        List<TableFixture> processes = new ArrayList<>();
        try {
            List<Future<?>> written = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int writer = i;
                TableSink own = sinkOfAnotherProcess(processes);
                written.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    own.write(List.of(
                            rowAt(writer, "race", URL + writer, "all", TEXT, "x", "half" + writer % 2, TEXT, "y"),
                            rowAt(99, "race", URL, "all", TEXT, "shared")));
                    return null;
                }));
            }
            for (Future<?> each : written) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
            processes.forEach(TableFixture::close);
        }
        assertThat(database.count("race_item")).isEqualTo(writers + 1);
        assertThat(database.columns("race_item"))
                .contains("all", "half0", "half1")
                .hasSize(9);
        assertThat(sink.refused()).isZero();
    }
}
