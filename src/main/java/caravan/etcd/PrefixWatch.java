package caravan.etcd;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what is stored under a prefix, and then every change to it, in order and without a gap. It lists first, says
 * SYNCED, and watches from there. A broken watch is opened again right after the last revision that was told; where
 * etcd no longer knows what came since (compaction), or its history went back, it lists again and tells the
 * differences. Apart from that it lists from time to time and tells what the watch has missed, since watches of etcd
 * 3.4 lose events.
 *
 * <p>An event that its handler does not take (throws) is told again, after a pause that grows. Runs on one thread,
 * which is the caller's to give and to end after {@link #close}; the handler is called on it, one event at a time.
 * Everything else may come from any thread.
 */
public final class PrefixWatch implements Runnable, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PrefixWatch.class);
    private static final Duration TICK = Duration.ofMillis(500);
    /** How long the stream may be quiet before it counts as having told all there is. */
    private static final Duration CATCH_UP = Duration.ofMillis(500);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    /** Takes the events. */
    public interface Handler {
        void handle(WatchEvent event) throws Exception;

        /** The connection, or an event, failed; the watch goes on by itself. */
        default void failed(Exception fault) {}
    }

    /**
     * @param bufferSize  events that may wait for the handler; with more the stream is cut and taken up again later
     * @param relistEvery how often everything is listed to find what a watch has missed
     * @param maxPause    longest pause between attempts
     */
    public record Options(int bufferSize, Duration relistEvery, Duration maxPause) {
        public static final Options DEFAULT = new Options(10_000, Duration.ofSeconds(45), Duration.ofSeconds(4));

        public Options {
            if (bufferSize < 1 || !isPositive(relistEvery) || !isPositive(maxPause)) {
                throw new IllegalArgumentException("bufferSize, relistEvery and maxPause must be above 0");
            }
        }

        private static boolean isPositive(Duration time) {
            return !time.isZero() && !time.isNegative();
        }
    }

    private final Etcd etcd;
    private final String prefix;
    private final PrefixState state;
    private final Options options;
    private final Handler handler;
    private volatile boolean closed;
    private volatile boolean connected;
    private volatile int backlog;
    private boolean suspended;
    private boolean handling;
    private boolean doubting;
    private Optional<Thread> runner = Optional.empty();
    private int failures;
    private OptionalLong syncedAt = OptionalLong.empty();

    /**
     * @param etcd  shared; not closed with this
     * @param state of this prefix; of no other watch at the same time
     */
    public PrefixWatch(Etcd etcd, String prefix, PrefixState state, Options options, Handler handler) {
        this.etcd = etcd;
        this.prefix = prefix;
        this.state = state;
        this.options = options;
        this.handler = handler;
    }

    /** Whether it has listed and its watch stands. */
    public boolean isConnected() {
        return connected;
    }

    /** How many events wait for the handler. */
    public int backlog() {
        return backlog;
    }

    /** The event at hand is finished; no more are told until {@link #resume}. */
    public synchronized void suspend() {
        suspended = true;
    }

    public synchronized void resume() {
        suspended = false;
        notifyAll();
    }

    /** Returns after {@link #close}. */
    @Override
    public void run() {
        synchronized (this) {
            runner = Optional.of(Thread.currentThread());
        }
        try {
            while (!closed) {
                attempt();
                pause();
            }
        } catch (InterruptedException e) {
            LOG.debug("the watch of {} was ended", prefix);
        } finally {
            ended();
        }
    }

    private synchronized void ended() {
        runner = Optional.empty(); // its thread may have other work from now on
        connected = false;
    }

    private void attempt() throws InterruptedException {
        try {
            follow();
        } catch (InterruptedException e) {
            throw e;
        } catch (WatchStream.Broken e) {
            connected = false;
            broke(e);
        } catch (Throwable e) { // whatever it is: the watch goes on
            connected = false;
            failed(e);
        }
    }

    private void failed(Throwable fault) {
        if (closed) {
            return;
        }
        try {
            handler.failed(fault instanceof Exception known ? known : new IllegalStateException(fault));
        } catch (RuntimeException e) {
            LOG.warn("nobody could be told that the watch of {} failed", prefix, e);
        }
    }

    private void broke(WatchStream.Broken reason) {
        LOG.debug("watch of {} broke: {}", prefix, reason.getMessage());
        if (reason.goOn() == WatchStream.GoOn.LISTING) {
            state.restart();
        }
        doubting = reason.goOn() == WatchStream.GoOn.DOUBTING;
    }

    /** A member that lags says less than the members agree on: only a list tells what all of them have. */
    private void settleDoubt() {
        long now = etcd.list(prefix).revision();
        if (now < state.revision()) {
            LOG.error("etcd has lost its data, or has older ones: its history went back to {}", now);
            state.restartAnew();
        } else {
            state.restart(); // a new history may have come as far by now: what is stored is compared
        }
        doubting = false;
    }

    private void follow() throws Exception {
        if (doubting) {
            settleDoubt();
        }
        if (state.revision() == 0) {
            tell(etcd.list(prefix), Set.of());
        }
        try (WatchStream stream = WatchStream.open(etcd, prefix, state.revision() + 1, options.bufferSize())) {
            while (!closed) {
                List<WatchEvent> events = stream.next(TICK);
                tell(events, Optional.empty());
                backlog = stream.backlog();
                connected = stream.isCreated();
                failures = events.isEmpty() ? failures : 0;
                if (isCheckDue()) {
                    check(stream);
                }
            }
        }
    }

    private boolean isCheckDue() {
        return syncedAt.isEmpty()
                || System.nanoTime() - syncedAt.getAsLong()
                        >= options.relistEvery().toNanos();
    }

    /** Lists, lets the stream catch up with the list, and tells what it has not brought. */
    private void check(WatchStream stream) throws Exception {
        Listing listing = etcd.list(prefix);
        if (listing.revision() < state.revision()) {
            throw new WatchStream.Broken(
                    "etcd's history went back to " + listing.revision(), WatchStream.GoOn.DOUBTING);
        }
        Set<String> deletedSince = new HashSet<>();
        boolean quiet = false;
        while (!quiet && state.revision() < listing.revision()) {
            List<WatchEvent> events = stream.next(CATCH_UP);
            tell(events, Optional.of(deletedSince));
            quiet = events.isEmpty();
        }
        tell(listing, deletedSince);
        failures = 0;
    }

    private void tell(List<WatchEvent> events, Optional<Set<String>> deleted) throws Exception {
        for (WatchEvent event : events) {
            if (state.isNews(event)) {
                state.reached(event.revision() - 1); // should this one fail, those before it are not told again
                hand(event);
                state.apply(event);
            }
            deleted.filter(keys -> event.type() == WatchEvent.Type.DELETE).ifPresent(keys -> keys.add(event.key()));
        }
        if (!events.isEmpty()) {
            state.reached(events.get(events.size() - 1).revision());
        }
    }

    private void tell(Listing listing, Set<String> deletedSince) throws Exception {
        syncedAt = OptionalLong.empty(); // until all is told
        if (state.isAnew()) {
            hand(WatchEvent.restarted(listing.revision()));
            state.toldAnew();
        }
        List<WatchEvent> missing = state.differences(listing, deletedSince);
        if (state.revision() > 0 && !missing.isEmpty()) {
            LOG.warn("a watch of {} missed {} changes, found by listing", prefix, missing.size());
        }
        for (WatchEvent event : missing) {
            hand(event);
            state.apply(event);
        }
        state.reached(listing.revision());
        hand(WatchEvent.synced(listing.revision()));
        syncedAt = OptionalLong.of(System.nanoTime());
    }

    private void hand(WatchEvent event) throws Exception {
        awaitResumed();
        try {
            handler.handle(event);
        } catch (InterruptedException e) {
            // of something that it waited for: who wants to end the watch closes it
            throw new IllegalStateException("the handler was interrupted", e);
        } finally {
            synchronized (this) {
                handling = false;
            }
        }
    }

    private synchronized void awaitResumed() throws InterruptedException {
        while (suspended && !closed) {
            wait();
        }
        if (closed) {
            throw new InterruptedException("closed");
        }
        handling = true;
    }

    private synchronized void pause() throws InterruptedException {
        long ceiling = Math.min(options.maxPause().toMillis(), FIRST_PAUSE.toMillis() << Math.min(failures, 10));
        failures++;
        long until = System.nanoTime()
                + Duration.ofMillis(ceiling / 2 + jitter(ceiling / 2)).toNanos();
        for (long left = until - System.nanoTime(); left > 0 && !closed; left = until - System.nanoTime()) {
            wait(Math.max(1, left / 1_000_000));
        }
    }

    private static long jitter(long bound) {
        return ThreadLocalRandom.current().nextLong(Math.max(1, bound));
    }

    /** Tells nothing more; an event at hand is finished by its handler. */
    @Override
    public synchronized void close() {
        closed = true;
        connected = false;
        notifyAll();
        if (!handling) {
            runner.ifPresent(Thread::interrupt);
        }
    }
}
