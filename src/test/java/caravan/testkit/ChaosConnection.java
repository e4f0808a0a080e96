package caravan.testkit;

import caravan.testkit.ChaosProxy.Direction;
import caravan.testkit.ChaosProxy.Rule;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One connection through a {@link ChaosProxy}: a client's and the one to the server. Thread-safe. */
final class ChaosConnection {
    private static final int CHUNK = 16 * 1024;
    private static final long LINGER_SECONDS = 1;

    private final ChaosProxy proxy;
    private final Socket client;
    private final Socket server = new Socket();
    /** Where bytes were dropped; nothing passes there ever again. */
    private final Set<Direction> broken = ConcurrentHashMap.newKeySet();

    private final AtomicInteger pumps = new AtomicInteger(1);
    private final CountDownLatch upEnded = new CountDownLatch(1);
    private volatile long cutAfter;
    private volatile boolean cut;
    private volatile boolean aborted;

    /** @param cutAfter bytes from the server after which it closes */
    ChaosConnection(ChaosProxy proxy, Socket client, long cutAfter) {
        this.proxy = proxy;
        this.client = client;
        this.cutAfter = cutAfter;
    }

    void start() {
        proxy.startThread("up", this::up);
    }

    void doNotCut() {
        cutAfter = Long.MAX_VALUE;
    }

    /** To be called when another rule holds. */
    void abortWhereBroken() {
        if (broken.stream().anyMatch(proxy.rule()::passes)) {
            abort();
        }
    }

    /** Closes both sides at once, with resets. */
    void abort() {
        aborted = true;
        reset(client);
        reset(server);
        proxy.ended(this);
    }

    private void up() {
        try {
            client.setTcpNoDelay(true);
            if (proxy.rule().passing().isEmpty()) {
                stayUnconnected();
            } else if (cutAfter > 0) {
                connect();
                copy(Direction.UP, client, server);
            }
        } catch (IOException e) {
            passBreakOn(Direction.UP);
        } finally {
            upEnded.countDown();
            pumpEnded();
        }
    }

    private void connect() throws IOException {
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.targetPort()));
        server.setTcpNoDelay(true);
        pumps.incrementAndGet();
        proxy.startThread("down", this::down);
    }

    /** Swallows what the client says until it goes or the network heals. */
    private void stayUnconnected() throws IOException {
        broken.addAll(Set.of(Direction.values()));
        abortWhereBroken();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void down() {
        try {
            copy(Direction.DOWN, server, client);
        } catch (IOException e) {
            passBreakOn(Direction.DOWN);
        } finally {
            pumpEnded();
        }
    }

    private void copy(Direction direction, Socket from, Socket to) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long passed = 0;
        while (passed < limit(direction)) {
            int room = (int) Math.min(CHUNK, limit(direction) - passed);
            int count = from.getInputStream().read(chunk, 0, room);
            if (count < 0) {
                awaitPassing(direction);
                to.shutdownOutput();
                return;
            }
            passed += pass(direction, chunk, count, to);
        }
        cut();
    }

    private long limit(Direction direction) {
        return direction == Direction.DOWN ? cutAfter : Long.MAX_VALUE;
    }

    /** Returns how many bytes it has passed: all or none. */
    private int pass(Direction direction, byte[] chunk, int count, Socket to) throws IOException {
        proxy.rule().awaitDelay();
        if (broken.contains(direction) || !proxy.rule().passes(direction)) {
            broken.add(direction);
            abortWhereBroken(); // where it healed in between
            return 0;
        }
        try {
            to.getOutputStream().write(chunk, 0, count);
        } catch (IOException e) {
            if (!cut) {
                throw e;
            }
        }
        return count;
    }

    /** A reset may overtake the last bytes, so it comes only when the client has closed too, or does not. */
    private void cut() throws IOException {
        cut = true;
        reset(server);
        client.shutdownOutput();
        try {
            if (!upEnded.await(LINGER_SECONDS, TimeUnit.SECONDS)) {
                abort();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** The end of a connection does not get through either where nothing gets through. */
    private void awaitPassing(Direction direction) throws IOException {
        Rule rule = proxy.rule();
        while (!aborted && !rule.passes(direction)) {
            rule.awaitReplaced();
            rule = proxy.rule();
        }
    }

    private void passBreakOn(Direction direction) {
        try {
            awaitPassing(direction);
        } catch (IOException e) {
            // interrupted, so it has to end
        }
        abort();
    }

    private void pumpEnded() {
        if (pumps.decrementAndGet() == 0) {
            close(client);
            close(server);
            proxy.ended(this);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            return; // closed already
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
