package caravan.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network that misbehaves on demand: passes what comes over TCP to its loopback port on to another loopback port and
 * back. At first all passes. {@link #blackhole}, {@link #oneWay} and {@link #delay} replace each other and hold from
 * then on, for open connections too; only a chunk that is being written at that moment may still get through. Cuts are
 * apart from that. Each connection has two threads at most; all end when it is closed. Thread-safe.
 */
public final class ChaosProxy implements AutoCloseable {
    private final int targetPort;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<ChaosConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile Rule rule = Rule.healthy();
    private long cutAfterBytes;
    private int cutsLeft;

    /** The way that bytes go. */
    public enum Direction {
        /** From the client to the server. */
        UP,
        /** From the server to the client. */
        DOWN
    }

    /**
     * How connections are treated.
     *
     * @param passing  the directions that let bytes through
     * @param replaced reaches zero when another rule holds
     */
    record Rule(Set<Direction> passing, Duration delay, CountDownLatch replaced) {
        private static Rule of(Set<Direction> passing, Duration delay) {
            return new Rule(Set.copyOf(passing), delay, new CountDownLatch(1));
        }

        private static Rule healthy() {
            return of(EnumSet.allOf(Direction.class), Duration.ZERO);
        }

        boolean passes(Direction direction) {
            return passing.contains(direction);
        }

        /** Waits as long as a chunk is to be late, or until another rule holds. */
        void awaitDelay() throws IOException {
            try {
                replaced.await(delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        void awaitReplaced() throws IOException {
            try {
                replaced.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    private ChaosProxy(int targetPort) {
        this.targetPort = targetPort;
        try {
            listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = startThread("accept", this::accept);
    }

    public static ChaosProxy to(int targetPort) {
        return new ChaosProxy(targetPort);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** How many connections are open at the moment. */
    public int connections() {
        return open.size();
    }

    /** How many connections were made so far. */
    public int accepted() {
        return accepted.get();
    }

    /**
     * Closes each connection made from now on as soon as this many bytes, not one more, have come from the server.
     *
     * @param bytesFromServer 0 cuts none
     */
    public void cutAfter(long bytesFromServer) {
        planCuts(bytesFromServer == 0 ? 0 : Integer.MAX_VALUE, bytesFromServer);
    }

    /**
     * The same for the next so many connections only; those after them are left alone.
     *
     * @param afterBytes 0 closes them before they reach the server
     */
    public void cutNext(int connections, long afterBytes) {
        planCuts(connections, afterBytes);
    }

    /** Accepts and keeps connections and passes nothing, not even their end; new ones do not reach the server. */
    public void blackhole() {
        use(Rule.of(EnumSet.noneOf(Direction.class), Duration.ZERO));
    }

    /** Passes bytes in this direction only, and drops those in the other. */
    public void oneWay(Direction direction) {
        use(Rule.of(EnumSet.of(direction), Duration.ZERO));
    }

    /** Passes each chunk this much later, one after the other. */
    public void delay(Duration delay) {
        use(Rule.of(EnumSet.allOf(Direction.class), delay));
    }

    /**
     * Heals: everything passes again, and nothing more is cut. Connections that have lost bytes, or were made while
     * nothing passed, are closed, since what would come next would not fit; others go on.
     */
    public void off() {
        planCuts(0, 0);
        open.forEach(ChaosConnection::doNotCut);
        use(Rule.healthy());
    }

    /** Breaks all open connections off with a TCP reset. */
    public void cutAll() {
        open.forEach(ChaosConnection::abort);
    }

    private synchronized void planCuts(int connections, long afterBytes) {
        cutsLeft = connections;
        cutAfterBytes = afterBytes;
    }

    private synchronized long bytesOfNext() {
        if (cutsLeft == 0) {
            return Long.MAX_VALUE;
        }
        cutsLeft--;
        return cutAfterBytes;
    }

    private synchronized void use(Rule next) {
        Rule before = rule;
        rule = next;
        before.replaced().countDown();
        open.forEach(ChaosConnection::abortWhereBroken);
    }

    Rule rule() {
        return rule;
    }

    int targetPort() {
        return targetPort;
    }

    void ended(ChaosConnection connection) {
        open.remove(connection);
    }

    Thread startThread(String name, Runnable work) {
        Thread thread = new Thread(work, "chaos-proxy-" + port() + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                accepted.incrementAndGet();
                ChaosConnection connection = new ChaosConnection(this, client, bytesOfNext());
                open.add(connection);
                connection.start();
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join(); // the system listens until this one has noticed
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        off();
        cutAll();
    }
}
