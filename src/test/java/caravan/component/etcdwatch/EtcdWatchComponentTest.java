package caravan.component.etcdwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.etcd.WatchEvent;
import caravan.etcd.WatchEvent.Type;
import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;

/** The component in routes, with a real etcd behind a network that can be broken. */
@Timeout(120)
class EtcdWatchComponentTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ROUTE = "watch";

    private static EtcdServer server;
    private static ChaosProxy proxy;
    private static Etcd etcd;

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    private final List<Exception> faults = new CopyOnWriteArrayList<>();
    private volatile Processor first = exchange -> {};
    private String prefix;

    @BeforeAll
    static void open() {
        server = EtcdServer.start();
        proxy = ChaosProxy.to(server.port());
        etcd = new Etcd(EtcdSettings.plain("http://127.0.0.1:" + proxy.port()));
    }

    @AfterAll
    static void closeAll() throws IOException {
        etcd.close();
        proxy.close();
        server.close();
    }

    @BeforeEach
    void prepare(TestInfo test) {
        prefix = "/" + test.getTestMethod().orElseThrow().getName() + "/";
        camel.getRegistry().bind("etcd", etcd);
        camel.getRegistry().bind("collecting", (ExceptionHandler) new CollectingHandler(faults));
        camel.getShutdownStrategy().setTimeout(5);
    }

    @AfterEach
    void stop() {
        proxy.off();
        camel.stop();
    }

    @Test
    void runsTheRouteForEachEventInOrder() throws Exception {
        server.put(prefix + "b", "1");
        server.put(prefix + "a", "2");
        start("");
        awaitEvents(3);
        IntStream.range(0, 50).forEach(i -> server.put(prefix + i, "x"));
        server.delete(prefix + "a");
        awaitEvents(54);

        assertThat(keys().subList(0, 2)).containsExactly(prefix + "b", prefix + "a");
        assertThat(types().get(2)).isEqualTo("SYNCED");
        assertThat(keys().subList(3, 53))
                .isEqualTo(IntStream.range(0, 50).mapToObj(i -> prefix + i).toList());
        assertThat(types().get(53)).isEqualTo("DELETE");
    }

    @Test
    void headersTellWhatTheBodyTells() throws Exception {
        server.put(prefix + "a", "1");
        long revision = server.revision();
        start("");
        awaitEvents(2);

        Exchange put = exchanges.get(0);
        assertThat(put.getMessage().getHeaders())
                .containsEntry(EtcdWatchConstants.TYPE, "PUT")
                .containsEntry(EtcdWatchConstants.KEY, prefix + "a")
                .containsEntry(EtcdWatchConstants.REVISION, revision);
        assertThat(put.getMessage().getBody())
                .isEqualTo(new WatchEvent(Type.PUT, prefix + "a", "1", "", revision, revision));
        assertThat(exchanges.get(1).getMessage().getHeaders()).containsEntry(EtcdWatchConstants.KEY, "");
    }

    @Test
    void stoppedRouteIsToldOnItsStartWhatHappenedMeanwhileThenSynced() throws Exception {
        server.put(prefix + "a", "1");
        server.put(prefix + "b", "1");
        start("");
        awaitEvents(3);
        camel.getRouteController().stopRoute(ROUTE);
        server.delete(prefix + "a");
        server.put(prefix + "c", "1");
        exchanges.clear();
        camel.getRouteController().startRoute(ROUTE);
        awaitEvents(3);

        assertThat(types()).containsExactly("DELETE", "PUT", "SYNCED");
        assertThat(keys()).containsExactly(prefix + "a", prefix + "c", "");
    }

    @Test
    void consumerCanBeStoppedAndStartedToo() throws Exception {
        start("");
        awaitEvents(1);
        camel.getRoute(ROUTE).getConsumer().stop();
        server.put(prefix + "a", "1");
        camel.getRoute(ROUTE).getConsumer().start();
        awaitEvents(3);

        assertThat(types()).containsExactly("SYNCED", "PUT", "SYNCED");
    }

    @Test
    void suspendedRouteIsToldNothingUntilItIsResumed() throws Exception {
        start("");
        awaitEvents(1);
        camel.getRouteController().suspendRoute(ROUTE);
        server.put(prefix + "a", "1");
        await().during(Duration.ofMillis(700)).until(() -> exchanges.size() == 1);
        camel.getRouteController().resumeRoute(ROUTE);
        awaitEvents(2);

        assertThat(keys()).containsExactly("", prefix + "a");
    }

    @Test
    void compactionWhileStoppedTellsTheDifferences() throws Exception {
        server.put(prefix + "a", "1");
        start("");
        awaitEvents(2);
        camel.getRouteController().stopRoute(ROUTE);
        server.delete(prefix + "a");
        server.put(prefix + "b", "1");
        server.put(prefix + "b", "2");
        server.compact(server.revision());
        exchanges.clear();
        camel.getRouteController().startRoute(ROUTE);
        awaitEvents(3);
        server.put(prefix + "b", "3");
        awaitEvents(4);

        assertThat(types()).containsExactly("DELETE", "PUT", "SYNCED", "PUT");
        assertThat(exchanges.get(1).getMessage().getBody(WatchEvent.class).value())
                .isEqualTo("2");
    }

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
        try (CamelContext other = new DefaultCamelContext()) {
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
        }
    }

    private void start(String options) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("etcd-watch:" + prefix + options)
                        .routeId(ROUTE)
                        .errorHandler(noErrorHandler())
                        .process(first)
                        .process(exchange -> exchanges.add(exchange.copy()));
            }
        });
        camel.start();
    }

    private void awaitEvents(int count) {
        await().atMost(PATIENCE).until(() -> exchanges.size() >= count);
    }

    private List<String> types() {
        return exchanges.stream()
                .map(exchange -> exchange.getMessage().getHeader(EtcdWatchConstants.TYPE, String.class))
                .toList();
    }

    private List<String> keys() {
        return exchanges.stream()
                .map(exchange -> exchange.getMessage().getHeader(EtcdWatchConstants.KEY, String.class))
                .toList();
    }

    private List<HealthCheck.State> states() {
        return HealthCheckHelper.invoke(camel).stream()
                .filter(result -> result.getCheck().getId().contains("consumer:"))
                .map(HealthCheck.Result::getState)
                .toList();
    }

    /** Keeps what it is told. */
    private record CollectingHandler(List<Exception> faults) implements ExceptionHandler {
        @Override
        public void handleException(Throwable exception) {
            faults.add((Exception) exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            faults.add((Exception) exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            faults.add((Exception) exception);
        }
    }
}
