package caravan.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback server that reads a request and then sends whatever bytes the test's script says, valid HTTP or not. Each
 * connection has a thread; it is closed when the script ends. Thread-safe.
 */
public final class RawServer implements AutoCloseable {
    private final boolean readsFirst;
    private final Script script;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What happens on a connection, as a rule after the head of its request was read. */
    public interface Script {
        void answer(Connection connection) throws IOException;
    }

    private RawServer(boolean readsFirst, Script script) {
        this.readsFirst = readsFirst;
        this.script = script;
        try {
            listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("raw-server", this::accept);
    }

    public static RawServer answering(Script script) {
        return new RawServer(true, script);
    }

    /** Sends these bytes (as ISO-8859-1) and closes. */
    public static RawServer answering(String raw) {
        return answering(connection -> connection.send(raw));
    }

    /** Sends these bytes as soon as it is connected to, whatever the client says, and then stays silent. */
    public static RawServer speakingFirst(String raw) {
        return new RawServer(false, connection -> {
            connection.send(raw);
            connection.stall();
        });
    }

    /** The same once the client has said anything at all, which need not be HTTP. */
    public static RawServer speakingSecond(String raw) {
        return new RawServer(false, connection -> {
            connection.in.read();
            connection.send(raw);
            connection.stall();
        });
    }

    public String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    /** How many requests have arrived. */
    public int requests() {
        return requests.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                start("raw-server-connection", () -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Connection connection = new Connection(socket);
            if (!readsFirst || connection.readRequest()) {
                script.answer(connection);
            }
        } catch (IOException e) {
            // the client has gone, which is what most of these scripts wait for
        } finally {
            open.remove(socket);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** One connection, used by its thread. */
    public final class Connection {
        private final Socket socket;
        private final InputStream in;
        private final OutputStream out;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = socket.getInputStream();
            out = socket.getOutputStream();
        }

        /** Reads on to the end of the next request's head; false when the client has closed instead. */
        public boolean readRequest() throws IOException {
            for (int last4 = 0; last4 != 0x0d0a0d0a; ) {
                int next = in.read();
                if (next < 0) {
                    return false;
                }
                last4 = last4 << 8 | next;
            }
            requests.incrementAndGet();
            return true;
        }

        public void send(String latin1) throws IOException {
            send(latin1.getBytes(StandardCharsets.ISO_8859_1));
        }

        public void send(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        /** Sends the same bytes as fast as they are taken, until the client goes. */
        public void flood(String latin1) throws IOException {
            byte[] bytes = latin1.repeat(1 + 8192 / latin1.length()).getBytes(StandardCharsets.ISO_8859_1);
            while (!socket.isClosed()) {
                send(bytes);
            }
        }

        /** Sends the same bytes again and again with a pause between, until the client goes. */
        public void drip(String latin1, Duration pause) throws IOException {
            while (!waitForClose(pause)) {
                send(latin1);
            }
        }

        /** Says nothing more until the client or the server closes. */
        public void stall() throws IOException {
            while (in.read() >= 0) {
                // a client has nothing more to say here
            }
        }

        /** Breaks the connection off with a TCP reset. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        private boolean waitForClose(Duration atMost) throws IOException {
            try {
                return closing.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }
}
