package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passing on, counting, cutting and ending. */
@Timeout(60)
class ChaosProxyTest extends ChaosProxyFixture {
    @Test
    void passesMuchUnchangedAndThenTheEnd() throws IOException {
        byte[] much = new byte[300_000];
        new Random(1).nextBytes(much);
        Pair pair = connect();
        pair.sendUp(much);
        pair.client().shutdownOutput();

        assertThat(pair.server().getInputStream().readAllBytes()).isEqualTo(much);

        pair.sendDown(much);
        pair.server().close();
        assertThat(pair.client().getInputStream().readAllBytes()).isEqualTo(much);
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void countsConnections() throws IOException {
        Pair first = connect();
        connect();
        assertThat(proxy.connections()).isEqualTo(2);

        first.client().close();
        first.server().close();

        await().until(() -> proxy.connections() == 1);
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void closesConnectionsThatTheServerDoesNotTake() throws IOException {
        server.close();

        assertClosed(connectClient());
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void cutsEachNewConnectionAfterExactlySoManyBytes() throws IOException {
        Pair old = connect();
        assertWorks(old);
        proxy.cutAfter(70_001);
        for (int i = 0; i < 3; i++) {
            Pair pair = connect();
            pair.sendUp((byte) 1);
            pair.sendDown(new byte[200_000]);
            assertThat(pair.client().getInputStream().readAllBytes()).hasSize(70_001);
            pair.client().close();
        }
        assertWorks(old);
        await().until(() -> proxy.connections() == 1);
    }

    @Test
    void cutsAtTheLastByteAllowedAlthoughNoMoreComes() throws IOException {
        proxy.cutAfter(2);
        Pair pair = connect();
        pair.sendDown((byte) 1);
        pair.sendDown((byte) 2);

        assertThat(pair.client().getInputStream().readAllBytes()).containsExactly(1, 2);
        assertClosed(pair.server());
    }

    @Test
    void cutConnectionIsGoneAlthoughTheClientKeepsIt() throws IOException {
        proxy.cutAfter(1);
        Pair pair = connect();
        pair.sendDown((byte) 1);

        await().until(() -> proxy.connections() == 0);
        assertThat(pair.client().getInputStream().read()).isEqualTo(1);
        assertClosed(pair.client());
    }

    @Test
    void cutsOnlyTheNextConnections() throws IOException {
        proxy.cutNext(2, 1);
        for (int i = 0; i < 2; i++) {
            Pair cut = connect();
            cut.sendDown((byte) 1, (byte) 2);
            assertThat(cut.client().getInputStream().readAllBytes()).containsExactly(1);
        }
        assertWorks(connect());
    }

    @Test
    void cutsTheNextConnectionBeforeItReachesTheServer() throws IOException {
        proxy.cutNext(1, 0);

        assertClosed(connectClient());
        assertWorks(connect());
        assertThat(proxy.accepted()).isEqualTo(2);
    }

    @Test
    void offLiftsCuts() throws IOException {
        proxy.cutAfter(2);
        Pair before = connect();
        assertWorks(before);
        proxy.off();

        assertWorks(before);
        assertWorks(before);
        Pair after = connect();
        assertWorks(after);
        assertWorks(after);
        assertWorks(after);
    }

    @Test
    void cutAfterZeroCutsNone() throws IOException {
        proxy.cutAfter(1);
        proxy.cutAfter(0);

        Pair pair = connect();
        assertWorks(pair);
        assertWorks(pair);
    }

    @Test
    void cutAllClosesAllAndTakesNewOnes() throws IOException {
        Pair first = connect();
        Pair second = connect();
        proxy.cutAll();

        assertThat(proxy.connections()).isZero();
        assertClosed(first.client());
        assertClosed(first.server());
        assertClosed(second.client());
        assertWorks(connect());
    }

    @Test
    void closedProxyHasNoThreadsAndTakesNobody() throws IOException {
        Pair pair = connect();
        assertWorks(pair);
        proxy.blackhole();
        connectClient();
        await().until(() -> proxyThreads() == 4);

        proxy.close();

        assertClosed(pair.client());
        assertThatThrownBy(this::connectClient).isInstanceOf(IOException.class);
        await().until(() -> proxyThreads() == 0);
    }

    private long proxyThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("chaos-proxy-" + proxy.port() + "-"))
                .count();
    }
}
