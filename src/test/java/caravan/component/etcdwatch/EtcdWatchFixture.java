package caravan.component.etcdwatch;

import static org.awaitility.Awaitility.await;

import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.testkit.ChaosProxy;
import caravan.testkit.EtcdServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A route that starts with a watch, on a real etcd behind a network that can be broken. */
abstract class EtcdWatchFixture {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String ROUTE = "watch";

    static EtcdServer server;
    static ChaosProxy proxy;
    static Etcd etcd;

    final DefaultCamelContext camel = new DefaultCamelContext();
    final List<Exchange> exchanges = new CopyOnWriteArrayList<>();
    final List<Exception> faults = new CopyOnWriteArrayList<>();
    volatile Processor first = exchange -> {};
    String prefix;

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

    void start(String options) throws Exception {
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

    void awaitEvents(int count) {
        await().atMost(PATIENCE).until(() -> exchanges.size() >= count);
    }

    List<String> types() {
        return exchanges.stream()
                .map(exchange -> exchange.getMessage().getHeader(EtcdWatchConstants.TYPE, String.class))
                .toList();
    }

    List<String> keys() {
        return exchanges.stream()
                .map(exchange -> exchange.getMessage().getHeader(EtcdWatchConstants.KEY, String.class))
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
