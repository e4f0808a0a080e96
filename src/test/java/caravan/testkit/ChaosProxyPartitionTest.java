package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.testkit.ChaosProxy.Direction;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Networks that hold back, drop and delay. */
@Timeout(60)
class ChaosProxyPartitionTest extends ChaosProxyFixture {
    @Test
    void blackholePassesNothingEitherWay() throws IOException {
        Pair pair = connect();
        assertWorks(pair);
        proxy.blackhole();
        pair.sendUp((byte) 1);
        pair.sendDown((byte) 2);

        assertSilent(pair.server());
        assertSilent(pair.client());
        assertThat(proxy.connections()).isEqualTo(1);
    }

    @Test
    void blackholeHidesThatOneSideHasGone() throws IOException {
        Pair closed = connect();
        Pair reset = connect();
        proxy.blackhole();
        closed.client().close();
        reset.server().setSoLinger(true, 0);
        reset.server().close();

        assertSilent(closed.server());
        assertSilent(reset.client());

        proxy.off();
        assertClosed(closed.server());
        assertClosed(reset.client());
    }

    @Test
    void blackholeTakesNewConnectionsAndKeepsThemFromTheServer() throws IOException {
        proxy.blackhole();
        Socket client = connectClient();
        client.getOutputStream().write(1);

        assertSilent(client);
        server.setSoTimeout(SHORT);
        assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
        assertThat(proxy.connections()).isEqualTo(1);

        proxy.off();
        assertClosed(client);
        assertWorks(connect());
    }

    @Test
    void healingClosesConnectionsThatLostBytesAndKeepsOthers() throws IOException {
        Pair lossy = connect();
        Pair quiet = connect();
        proxy.blackhole();
        lossy.sendUp((byte) 1);
        assertSilent(lossy.server());
        proxy.off();

        assertClosed(lossy.server());
        assertClosed(lossy.client());
        assertWorks(quiet);
    }

    @Test
    void oneWayUpPassesOnlyWhatTheClientSends() throws IOException {
        Pair pair = connect();
        proxy.oneWay(Direction.UP);
        pair.sendUp((byte) 7);
        pair.sendDown((byte) 8);

        assertThat(pair.server().getInputStream().read()).isEqualTo(7);
        assertSilent(pair.client());
    }

    @Test
    void oneWayDownPassesOnlyWhatTheServerSends() throws IOException {
        proxy.oneWay(Direction.DOWN);
        Pair pair = connect();
        pair.sendUp((byte) 7);
        pair.sendDown((byte) 8);

        assertThat(pair.client().getInputStream().read()).isEqualTo(8);
        assertSilent(pair.server());
    }

    @Test
    void turningTheOneWayAroundClosesWhatWouldMissBytes() throws IOException {
        Pair pair = connect();
        proxy.oneWay(Direction.UP);
        pair.sendDown((byte) 8);
        assertSilent(pair.client());

        proxy.oneWay(Direction.DOWN);

        assertClosed(pair.client());
    }

    @Test
    void delaysEachChunk() throws IOException {
        proxy.delay(Duration.ofMillis(SHORT));
        Pair pair = connect();
        long start = System.nanoTime();

        assertWorks(pair);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(2 * SHORT));
    }

    @Test
    void healingPassesOnWhatWasDelayed() throws IOException {
        proxy.delay(Duration.ofHours(1));
        Pair pair = connect();
        pair.sendUp((byte) 1, (byte) 2);
        assertSilent(pair.server());

        proxy.off();

        assertThat(pair.server().getInputStream().readNBytes(2)).containsExactly(1, 2);
        assertWorks(pair);
    }
}
