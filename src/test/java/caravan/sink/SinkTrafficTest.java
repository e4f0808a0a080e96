package caravan.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class SinkTrafficTest {
    private final List<String> sent = new ArrayList<>();
    private final SinkTraffic traffic = new SinkTraffic(Duration.ZERO, sent::add);

    @Test
    void sendsWhatWasGatheredWhenTheLastBatchEnds() {
        traffic.began("books");
        traffic.began("books");
        traffic.ended("books");
        assertThat(sent).isEmpty();
        assertThat(traffic.isIdle("books")).isFalse();
        traffic.ended("books");
        assertThat(sent).containsExactly("books");
        assertThat(traffic.isIdle("books")).isTrue();
    }

    @Test
    void tellsSinksApart() {
        traffic.began("books");
        assertThat(traffic.isIdle("pages")).isTrue();
    }

    @Test
    void noticesTheEndOfABatchThatFails() throws Exception {
        traffic.began("books");
        send(exchange -> {
            throw new IllegalStateException("sink is down");
        });
        assertThat(sent).containsExactly("books");
    }

    @Test
    void noticesTheEndOfABatchThatIsStopped() throws Exception {
        traffic.began("books");
        send(exchange -> exchange.setRouteStop(true));
        assertThat(sent).containsExactly("books");
    }

    private void send(Processor step) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:store")
                            .setProperty("sink", constant("books"))
                            .setProperty("endpoint", constant("direct:nowhere"))
                            .process(traffic)
                            .process(exchange -> assertThat(sent).isEmpty())
                            .process(step);
                }
            });
            camel.start();
            camel.createProducerTemplate().send("direct:store", exchange -> {});
        }
    }
}
