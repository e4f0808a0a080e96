package caravan.app.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds ports of the loopback address that nobody listens on, and holds them until it is closed, so that none is given
 * twice. For one thread.
 */
final class FreePorts implements AutoCloseable {
    private final List<ServerSocket> held = new ArrayList<>();

    /** @return {@code port} if it is free, else any */
    int prefer(int port) {
        try {
            return hold(port);
        } catch (IOException taken) {
            return any();
        }
    }

    int any() {
        try {
            return hold(0);
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on this machine", e);
        }
    }

    private int hold(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        held.add(socket);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getByName(TrialPlan.HOST), port));
        return socket.getLocalPort();
    }

    @Override
    public void close() {
        held.forEach(FreePorts::letGo);
    }

    private static void letGo(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
