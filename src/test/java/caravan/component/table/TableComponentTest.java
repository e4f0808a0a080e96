package caravan.component.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.ValueType;
import caravan.crawl.Item;
import caravan.sink.Row;
import caravan.sink.Rows;
import caravan.sink.sql.DatabaseSettings;
import caravan.sink.sql.Databases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableComponentTest {
    @TempDir
    Path folder;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private Databases databases;
    private ProducerTemplate producer;

    @BeforeEach
    void start() {
        databases =
                new Databases(List.of(new DatabaseSettings("main", "jdbc:h2:" + folder.resolve("crawl"), "", "", 2)));
        Map<String, Object> beans = new HashMap<>();
        databases.addTo(beans);
        beans.forEach(camel.getRegistry()::bind);
        camel.start();
        producer = camel.createProducerTemplate();
    }

    @AfterEach
    void stop() {
        camel.stop();
        databases.close();
    }

    private static Rows books(int count) {
        return new Rows(IntStream.range(0, count)
                .mapToObj(i -> Row.of(new Item(
                        "shop",
                        "shop",
                        "book",
                        "https://a.example/",
                        Instant.EPOCH,
                        i,
                        Map.of("title", ValueType.TEXT),
                        Map.of("title", "book " + i))))
                .toList());
    }

    private Object count(String table) {
        List<?> rows =
                producer.requestBody("sql:select count(*) as n from " + table + "?dataSource=#main", null, List.class);
        return ((Map<?, ?>) rows.get(0)).get("N");
    }

    private HealthCheck.Result health() {
        return HealthCheckHelper.invoke(camel).stream()
                .filter(result -> result.getCheck().getId().equals("table-main"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void storesRowsAndLeavesTheBodyAsItIs() {
        Rows rows = books(3);
        assertThat(producer.requestBody("table:main", rows)).isSameAs(rows);
        producer.sendBody("table:main", rows.get(0));
        assertThat(count("\"shop_book\"")).isEqualTo(3L);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void tellsTheHealthCheckWhyRowsCannotBeStoredUntilTheyCan() {
        producer.sendBody("sql:create table \"shop_book\" (a int)?dataSource=#main", null);
        assertThatThrownBy(() -> producer.sendBody("table:main", books(1))).isInstanceOf(CamelExecutionException.class);
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).hasValueSatisfying(why -> assertThat(why)
                .startsWith("cannot write to database 'main': table 'shop_book' has no column '_id'"));
        producer.sendBody("sql:drop table \"shop_book\"?dataSource=#main", null);
        producer.sendBody("table:main", books(1));
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void isTriedAgainByTheRouteAroundIt() throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(-1).redeliveryDelay(20));
                from("seda:sink").to("table:main");
            }
        });
        producer.sendBody("sql:create table \"shop_book\" (a int)?dataSource=#main", null);
        producer.sendBody("seda:sink?waitForTaskToComplete=Never", books(2));
        org.awaitility.Awaitility.await().until(() -> health().getState() == HealthCheck.State.DOWN);
        producer.sendBody("sql:drop table \"shop_book\"?dataSource=#main", null);
        org.awaitility.Awaitility.await().until(() -> health().getState() == HealthCheck.State.UP);
        assertThat(count("\"shop_book\"")).isEqualTo(2L);
    }

    @Test
    void letsASqlEndpointTakeTheSameRows() {
        producer.sendBody("sql:create table titles (title varchar(100))?dataSource=#main", null);
        producer.sendBody("sql:insert into titles values (:#title)?dataSource=#main&batch=true", books(3));
        assertThat(count("titles")).isEqualTo(3L);
    }

    @Test
    void takesNothingButRows() {
        assertThatThrownBy(() -> producer.sendBody("table:main", List.of("text")))
                .hasRootCauseMessage("table: takes rows, as a sink gets them, and not java.lang.String;"
                        + " other things go to a database by a sql: endpoint");
    }

    @Test
    void namesTheSettingOfADatabaseThatThereIsNot() {
        assertThatThrownBy(() -> producer.sendBody("table:other", books(1)))
                .hasRootCauseMessage("table:other: there is no such database; set caravan.database.other.url");
        assertThatThrownBy(() -> camel.getEndpoint("table:main").createConsumer(exchange -> {}))
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
