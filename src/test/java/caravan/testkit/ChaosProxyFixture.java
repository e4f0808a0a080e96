package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.AfterEach;

/** A proxy with a server behind it that has no will of its own. */
abstract class ChaosProxyFixture {
    /** Milliseconds that suffice for whatever has to come. */
    static final int LONG = 20_000;
    /** Milliseconds after which what has not come counts as held back. */
    static final int SHORT = 200;

    final ServerSocket server;
    final ChaosProxy proxy;

    ChaosProxyFixture() {
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        proxy = ChaosProxy.to(server.getLocalPort());
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    /** A connection's two ends. */
    record Pair(Socket client, Socket server) {
        void sendUp(byte... bytes) throws IOException {
            client.getOutputStream().write(bytes);
        }

        void sendDown(byte... bytes) throws IOException {
            server.getOutputStream().write(bytes);
        }
    }

    Pair connect() throws IOException {
        Socket client = connectClient();
        server.setSoTimeout(LONG);
        Socket accepted = server.accept();
        accepted.setSoTimeout(LONG);
        return new Pair(client, accepted);
    }

    Socket connectClient() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(LONG);
        return client;
    }

    static void assertWorks(Pair pair) throws IOException {
        pair.sendUp((byte) 1, (byte) 2);
        assertThat(pair.server().getInputStream().readNBytes(2)).containsExactly(1, 2);
        pair.sendDown((byte) 3);
        assertThat(pair.client().getInputStream().readNBytes(1)).containsExactly(3);
    }

    static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SHORT);
        assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(LONG);
    }

    /** Ended or reset. */
    static void assertClosed(Socket socket) {
        int next;
        try {
            next = socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            next = -1;
        }
        assertThat(next).isEqualTo(-1);
    }
}
