package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.DatabaseServer;
import caravan.testkit.KafkaBroker;
import caravan.testkit.MariaDbServer;
import caravan.testkit.PostgresServer;
import caravan.testkit.SmallDisk;
import caravan.testkit.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A crawl whose sink fails in the middle, on real servers: it waits, says so, loses nothing and doubles nothing.
 * Counted against the site. The second half of the site is held back until the sink has failed.
 */
@Timeout(180)
class SinkFaultsIT {
    private static final int PAGES = 300;
    private static final int ITEMS_A_PAGE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DOWN = "sink things cannot be written";

    @TempDir
    Path folder;

    private final CountDownLatch failed = new CountDownLatch(1);
    private final TestSite site = TestSite.start();

    SinkFaultsIT() {
        String links = IntStream.range(0, PAGES)
                .mapToObj("<a href=/p%d>x</a>"::formatted)
                .collect(Collectors.joining());
        site.page("/", links);
        for (int i = 0; i < PAGES; i++) {
            int page = i;
            site.handle("/p" + i, exchange -> {
                if (page >= PAGES / 2) {
                    awaitFault();
                }
                TestSite.answer(exchange, 200, "text/html; charset=utf-8", page(page));
            });
        }
    }

    @AfterEach
    void closeSite() {
        failed.countDown();
        site.close();
    }

    @Test
    void postgresThatIsKilledAndComesBackHasEveryItemOnce() throws Exception {
        try (DatabaseServer server = PostgresServer.start()) {
            CaravanProcess crawl = start("table:main", database(server));
            awaitHalf();
            server.kill();
            failed.countDown();
            crawl.awaitLine(DOWN);
            server.restart();
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isZero();
            assertStoredOnce(server, "\"_url\" || ' ' || \"_position\"", "\"things_thing\"");
        }
    }

    @Test
    void mariaDbWhoseDiskIsFullForAWhileHasEveryItemOnce() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(64);
                DatabaseServer server = MariaDbServer.startIn(disk.folder("mariadb"))) {
            List<String> settings = database(server);
            settings.replaceAll(each -> each.replace("/caravan", "/caravan?socketTimeout=5000"));
            CaravanProcess crawl = start("table:main", settings);
            awaitHalf();
            disk.fill(1 << 18);
            failed.countDown();
            crawl.awaitLine(DOWN);
            disk.makeRoom();
            restartUntilEnd(server, crawl);
            assertThat(crawl.exitCode()).as(crawl.err()).isZero();
            assertStoredOnce(server, "concat(`_url`, ' ', `_position`)", "`things_thing`");
        }
    }

    @Test
    void kafkaThatIsKilledAndComesBackHasEveryItemOnce() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start()) {
            CaravanProcess crawl = start("kafka:things?brokers=" + broker.address(), List.of());
            awaitHalf();
            broker.kill();
            failed.countDown();
            broker.restart();
            assertThat(crawl.exitCodeWithin(PATIENCE)).as(crawl.err()).isZero();
            List<ConsumerRecord<String, String>> records = consume(broker, PAGES * ITEMS_A_PAGE);
            assertThat(records).hasSize(PAGES * ITEMS_A_PAGE);
            assertThat(records).extracting(ConsumerRecord::key).doesNotHaveDuplicates();
        }
    }

    private CaravanProcess start(String sink, List<String> settings) throws Exception {
        Files.writeString(folder.resolve("things.yaml"), """
                name: things
                seeds: ["%s"]
                delay: 0ms
                per-host: 8
                robots: ignore
                sink: things
                rules:
                  list:
                    follow: {css: a, rule: thing}
                  thing:
                    items:
                      each: li
                      fields:
                        name: {css: b, required: true}
                        text: i
                """.formatted(site.url("/")));
        List<String> arguments =
                new ArrayList<>(List.of("crawl", "--task=things.yaml", "-Pcaravan.sink.things=" + sink));
        arguments.add("-Pcaravan.sink.retries=200");
        arguments.add("-Pcaravan.sink.retry-wait=200ms");
        arguments.add("-Pcaravan.sink.batch-size=50");
        arguments.addAll(settings);
        return CaravanProcess.start(folder, arguments.toArray(String[]::new));
    }

    private static List<String> database(DatabaseServer server) {
        return new ArrayList<>(List.of(
                "-Pcaravan.database.main.url=" + server.url(),
                "-Pcaravan.database.main.user=" + server.user(),
                "-Pcaravan.database.main.password=" + server.password()));
    }

    /** A kilobyte of text in each, so that a full disk has no room for them. */
    private static String page(int number) {
        return IntStream.range(0, ITEMS_A_PAGE)
                .mapToObj(i -> "<li><b>thing %d of %d</b><i>%s</i>".formatted(i, number, "x".repeat(5000)))
                .collect(Collectors.joining("", "<ul>", "</ul>"));
    }

    /** InnoDB ends where it cannot roll back, which may be long after there is room again. */
    private static void restartUntilEnd(DatabaseServer server, CaravanProcess crawl) {
        await().pollInSameThread().atMost(PATIENCE).until(() -> {
            boolean over = !crawl.isAlive();
            if (!server.isAlive()) {
                server.restart();
            }
            return over;
        });
    }

    private void awaitHalf() {
        await().atMost(PATIENCE).until(() -> site.log().size() > PAGES / 2);
    }

    private void awaitFault() {
        try {
            assertThat(failed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the site is closed
        }
    }

    private static void assertStoredOnce(DatabaseServer server, String key, String table) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet counts =
                        statement.executeQuery("select count(*), count(distinct %s) from %s".formatted(key, table))) {
            assertThat(counts.next()).isTrue();
            assertThat(counts.getInt(1)).isEqualTo(PAGES * ITEMS_A_PAGE);
            assertThat(counts.getInt(2)).isEqualTo(PAGES * ITEMS_A_PAGE);
        }
    }

    /** All there is: reads on until the end that the topic had after the crawl. */
    private static List<ConsumerRecord<String, String>> consume(KafkaBroker broker, int least) {
        List<ConsumerRecord<String, String>> found = new ArrayList<>();
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.address());
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("things").stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofSeconds(1)).forEach(found::add);
            }
        }
        assertThat(found).hasSizeGreaterThanOrEqualTo(least);
        return found;
    }
}
