package caravan.component.etcdwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.etcd.WatchEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Routes that fail, an etcd that is away, and options that cannot work. */
@Timeout(120)
class EtcdWatchFailureTest extends EtcdWatchFixture {

    @Test
    void routeThatThrowsIsToldTheEventAgainAndTheExceptionHandlerHearsOfIt() throws Exception {
        AtomicInteger refusals = new AtomicInteger(2);
        first = exchange -> {
            if (exchange.getMessage().getBody(WatchEvent.class).value().equals("refused")
                    && refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
        };
        start("?maxPause=200&exceptionHandler=#bean:collecting");
        awaitEvents(1);
        server.put(prefix + "a", "refused");
        server.put(prefix + "b", "taken");
        awaitEvents(3);

        assertThat(keys()).containsExactly("", prefix + "a", prefix + "b");
        assertThat(faults).hasSize(2).allSatisfy(fault -> assertThat(fault).hasMessage("not now"));
    }

    @Test
    void bridgedErrorsReachTheRoutesErrorHandler() throws Exception {
        proxy.blackhole();
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class)
                        .handled(true)
                        .process(exchange ->
                                faults.add(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
                from("etcd-watch:" + prefix + "?bridgeErrorHandler=true").process(exchanges::add);
            }
        });
        camel.start();
        await().atMost(PATIENCE).until(() -> !faults.isEmpty());
        proxy.off();

        awaitEvents(1);
        assertThat(faults.get(0)).hasMessageStartingWith("etcd does not answer");
    }

    @Test
    void startsWithoutEtcdAndTellsWhenItComesAndItsHealthSaysSo() throws Exception {
        server.put(prefix + "a", "1");
        proxy.blackhole();
        start("?maxPause=200&exceptionHandler=#bean:collecting");
        HealthCheckRegistry health = HealthCheckRegistry.get(camel);
        health.register(health.resolveById("consumers"));
        assertThat(states()).containsExactly(HealthCheck.State.DOWN);
        proxy.off();
        awaitEvents(2);
        await().atMost(PATIENCE).until(() -> states().equals(List.of(HealthCheck.State.UP)));
        proxy.blackhole();
        await().atMost(Duration.ofSeconds(12)).until(() -> states().equals(List.of(HealthCheck.State.DOWN)));
        proxy.off();
        await().atMost(PATIENCE).until(() -> states().equals(List.of(HealthCheck.State.UP)));
    }

    @Test
    void stoppingWaitsForTheEventAtHand() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        first = exchange -> {
            entered.countDown();
            await().pollDelay(Duration.ofMillis(700)).until(() -> true);
        };
        start("");
        entered.await();
        camel.stop();
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void refusesWhatCannotWorkBeforeAnythingStarts() throws Exception {
        assertRefused("etcd-watch:" + prefix + "?nonsense=1", "nonsense");
        assertRefused("etcd-watch:?bufferSize=1", "prefix");
        assertRefused("etcd-watch:" + prefix + "?bufferSize=0", "bufferSize");
        assertRefused("etcd-watch:" + prefix + "?client=nobody", "nobody");
    }

    @Test
    void refusesTwoRoutesOnOneEndpoint() throws Exception {
        start("");
        assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("etcd-watch:" + prefix).to("log:second");
                    }
                }))
                .hasMessageContaining("Multiple consumers");
    }

    private static void assertRefused(String uri, String reason) throws Exception {
        CamelContext other = new DefaultCamelContext();
        try {
            other.getRegistry().bind("etcd", etcd);
            assertThatThrownBy(() -> {
                        other.addRoutes(new RouteBuilder() {
                            @Override
                            public void configure() {
                                from(uri).to("log:refused");
                            }
                        });
                        other.start();
                    })
                    .hasStackTraceContaining(reason);
        } finally {
            other.stop();
        }
    }

    private List<HealthCheck.State> states() {
        return HealthCheckHelper.invoke(camel).stream()
                .filter(result -> result.getCheck().getId().contains("consumer:"))
                .map(HealthCheck.Result::getState)
                .toList();
    }
}
