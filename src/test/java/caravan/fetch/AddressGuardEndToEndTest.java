package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertRefused;
import static caravan.fetch.Outcomes.local;
import static caravan.fetch.Outcomes.pageOf;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.testkit.TestSite;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guard in the fetcher: no connection reaches a loopback site unless the operator named its host. */
@Timeout(20)
class AddressGuardEndToEndTest {
    private final TestSite site = TestSite.start().page("/", "secret");

    @AfterEach
    void close() {
        site.close();
    }

    private FetchRequest unnamed(String host) {
        return new FetchRequest("http://" + host + ":" + site.port() + "/", false, BodyPolicy.PARSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "127.1",
                "2130706433",
                "0x7f.1",
                "0x7f000001",
                "017700000001",
                "0177.0.0.1",
                "0.0.0.0",
                "[::1]",
                "[::]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[64:ff9b::7f00:1]",
                "169.254.169.254",
                "127%2e0.0.1",
                "①②⑦.0.0.1",
                "127。0。0。1"
            })
    void loopbackIsRefusedHoweverItIsWritten(String host) {
        try (OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            assertRefused(fetcher.fetch(unnamed(host)), Refusal.ADDRESS);
        }
        assertThat(site.log()).isEmpty();
    }

    @Test
    void hostThatTheOperatorNamedIsFetched() {
        try (OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            assertThat(pageOf(fetcher.fetch(local(site.url("/")))).body())
                    .asString()
                    .isEqualTo("secret");
        }
    }

    @Test
    void connectionMadeForANamedHostIsNotLentToOthers() {
        try (OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            assertThat(pageOf(fetcher.fetch(local(site.url("/")))).status()).isEqualTo(200);
            assertRefused(fetcher.fetch(unnamed("127.0.0.1")), Refusal.ADDRESS);
        }
        assertThat(site.log()).hasSize(1);
    }

    @Test
    void nameThatResolvesToLoopbackIsRefusedByTheAddressThatWouldBeConnectedTo() {
        AtomicInteger lookUps = new AtomicInteger();
        Dns inside = host -> {
            lookUps.incrementAndGet();
            return List.of(InetAddress.getByName("127.0.0.1"));
        };
        try (OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2, inside)) {
            assertRefused(fetcher.fetch(unnamed("rebinding.example")), Refusal.ADDRESS);
        }
        // A second look-up between check and connect is what DNS rebinding lives on.
        assertThat(lookUps).hasValue(1);
        assertThat(site.log()).isEmpty();
    }

    @Test
    void everyPrivateAddressOfANameIsRefused() {
        Dns inside = host -> List.of(InetAddress.getByName("127.0.0.2"), InetAddress.getByName("127.0.0.1"));
        try (OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2, inside)) {
            assertRefused(fetcher.fetch(unnamed("several.example")), Refusal.ADDRESS);
        }
        assertThat(site.log()).isEmpty();
    }

    @Test
    void redirectToLoopbackIsHandedBackAndThenRefused() {
        site.handle("/out", exchange -> {
            exchange.getResponseHeaders().set("Location", site.url("/"));
            TestSite.answer(exchange, 302, "text/html", "");
        });
        try (OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            FetchOutcome hop = fetcher.fetch(local(site.url("/out")));
            assertThat(hop).isInstanceOf(Redirected.class);
            String target = ((Redirected) hop).location();
            assertRefused(fetcher.fetch(new FetchRequest(target, false, BodyPolicy.PARSABLE)), Refusal.ADDRESS);
        }
        assertThat(site.log()).extracting(TestSite.Hit::path).containsExactly("/out");
    }
}
