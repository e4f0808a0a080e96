package caravan.sink.kafka;

import static caravan.sink.SampleRows.book;
import static caravan.sink.SampleRows.books;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.sink.Row;
import caravan.sink.SinkContext;
import caravan.testkit.KafkaBroker;
import caravan.testkit.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Batches sent with Camel's own {@code kafka:} to a real broker. */
@Timeout(300)
class KafkaSinkTest {
    private static final int BATCHES = 60;
    private static final int BATCH = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static KafkaBroker broker;

    private final SinkContext context = SinkContext.start();

    @BeforeAll
    static void startBroker() {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    KafkaSinkTest() {
        context.camel().getRegistry().bind("kafkaClients", new RowKafkaClients());
    }

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void sendsEachRowOnceUnderItsKeyAsJson() throws Exception {
        context.route("in", "kafka:books?brokers=" + broker.address());
        context.send("in", books(0, 250));
        context.send("in", List.of(book(250)));
        assertThat(read("books")).containsExactlyInAnyOrderElementsOf(expected(IntStream.rangeClosed(0, 250)));
    }

    @Test
    void sendsASingleRowUnderTheKeyThatTheRouteGivesIt() throws Exception {
        context.camel().addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .split(body())
                        .setHeader("kafka.KEY", simple("${body.key()}"))
                        .to("kafka:split?brokers=" + broker.address());
            }
        });
        context.send("in", books(1, 2));
        assertThat(read("split")).containsExactlyInAnyOrderElementsOf(expected(IntStream.rangeClosed(1, 2)));
    }

    @Test
    void losesAndDoublesNothingWhenTheBrokerIsKilledAndComesBack() throws Exception {
        context.route("in", "kafka:killed?brokers=" + broker.address());
        AtomicInteger sent = new AtomicInteger();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            while (sent.get() < BATCHES) {
                sendUnchecked(books(sent.get() * BATCH, BATCH));
                sent.incrementAndGet();
            }
        });
        await().atMost(PATIENCE).until(() -> sent.get() > BATCHES / 4);
        broker.kill();
        broker.restart();
        sending.join(); // no batch has failed, so none was sent again
        assertThat(read("killed")).containsExactlyInAnyOrderElementsOf(expected(IntStream.range(0, BATCHES * BATCH)));
    }

    @Test
    void failsInTimeWhereThereIsNoBroker() throws Exception {
        context.route("in", "kafka:nowhere?maxBlockMs=500&brokers=127.0.0.1:" + Ports.free());
        assertThatThrownBy(() -> context.send("in", books(0, 500))) // half a second, not half a second for each
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void sendsAgainWhatFailedWhenTheBrokerWasAwayForTooLong() throws Exception {
        context.route("in", "kafka:away?brokers=" + broker.address() + "&deliveryTimeoutMs=1000&requestTimeoutMs=500");
        context.send("in", books(0, 10));
        broker.pause();
        assertThatThrownBy(() -> context.send("in", books(10, 10))).isInstanceOf(TimeoutException.class);
        broker.resume();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            context.send("in", books(10, 10));
            return true;
        });
        assertThat(read("away"))
                .as("at least once, and to be told by its key")
                .containsOnlyOnceElementsOf(expected(IntStream.range(0, 10)))
                .containsAll(expected(IntStream.range(10, 20)));
    }

    private void sendUnchecked(List<Row> rows) {
        try {
            context.send("in", rows);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Map.Entry<String, String>> expected(IntStream numbers) {
        return numbers.mapToObj(number -> Map.entry(
                        "shop book https://shop.example/book/" + number + " 0",
                        book(number).toString()))
                .toList();
    }

    /** Everything that is in a topic, as keys with values. */
    private static List<Map.Entry<String, String>> read(String topic) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.address());
        List<Map.Entry<String, String>> all = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(100))) {
                    all.add(Map.entry(each.key(), each.value()));
                }
            }
        }
        return all;
    }
}
