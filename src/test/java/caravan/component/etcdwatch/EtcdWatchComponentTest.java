package caravan.component.etcdwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.etcd.WatchEvent;
import caravan.etcd.WatchEvent.Type;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a route is told. */
@Timeout(120)
class EtcdWatchComponentTest extends EtcdWatchFixture {

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
}
