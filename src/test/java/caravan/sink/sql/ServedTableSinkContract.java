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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What rows in tables are where the database is a server, which may be down. */
abstract class ServedTableSinkContract extends TableSinkFaultsContract {
    private static final int ROWS = 300;
    private static final int KILLS = 2;

    abstract DatabaseServer server();

    /** The option of the URL for the longest silence of the server. */
    abstract String silenceOfASecond();

    @Override
    DatabaseSettings settings() {
        return settings(server().url());
    }

    private DatabaseSettings settings(String url) {
        return new DatabaseSettings("main", url, server().user(), server().password(), 2);
    }

    @Test
    void losesAndDoublesNothingWhenTheServerIsKilledAgainAndAgain() throws Exception {
        AtomicInteger stored = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                List<Row> batch = batch(stored.get());
                await().atMost(Duration.ofSeconds(60))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(50))
                        .until(() -> isStored(batch, failures));
                stored.incrementAndGet();
            }
        });
        try {
            for (int kill = 1; kill <= KILLS; kill++) {
                int before = stored.get();
                await().atMost(Duration.ofSeconds(30)).until(() -> stored.get() > before + 1);
                killAndRestart(failures, writer);
            }
        } finally {
            enough.set(true);
        }
        writer.join();
        assertThat(sink.problem()).isEmpty();
        assertThat(sink.refused()).isZero();
        assertThat(database.column("kill_item", "n"))
                .hasSize(stored.get() * ROWS)
                .doesNotHaveDuplicates();
    }

    private void killAndRestart(AtomicInteger failures, CompletableFuture<Void> writer) {
        int before = failures.get();
        server().kill();
        try {
            // a connection that says nothing is given up after half a minute
            await().atMost(Duration.ofSeconds(60)).until(() -> writer.isDone() || failures.get() > before);
            assertThat(
                            writer.isDone()
                                    ? writer.handle((nothing, fault) -> fault).join()
                                    : null)
                    .isNull();
            assertThat(sink.problem()).startsWith("cannot write to database 'main': ");
        } finally {
            server().restart();
        }
    }

    private boolean isStored(List<Row> batch, AtomicInteger failures) {
        try {
            sink.write(batch);
            return true;
        } catch (CaravanException e) {
            assertThat(e.kind()).isEqualTo(CaravanException.Kind.UNAVAILABLE);
            failures.incrementAndGet();
            return false;
        }
    }

    private static List<Row> batch(int number) {
        return IntStream.range(number * ROWS, (number + 1) * ROWS)
                .mapToObj(n ->
                        row("kill", "https://a.example/" + n, "n", INTEGER, (long) n, "t", TEXT, "text".repeat(50)))
                .toList();
    }

    @Test
    void failsWhereTheServerIsSilentAndStoresTheSameBatchLater() throws Exception {
        List<Row> batch = List.of(row("silent", "https://a.example/", "t", TEXT, "x"));
        try (TableFixture impatient = new TableFixture(settings(server().url() + "?" + silenceOfASecond()))) {
            TableSink own = impatient.newSink();
            own.write(batch);
            server().pause();
            try {
                assertThatThrownBy(() -> own.write(batch))
                        .isInstanceOf(CaravanException.class)
                        .hasMessageContaining("cannot write to database 'main'");
            } finally {
                server().resume();
            }
            own.write(batch);
            assertThat(impatient.count("silent_item")).isEqualTo(1);
        }
    }
}
