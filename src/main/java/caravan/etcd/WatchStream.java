package caravan.etcd;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One watch of jetcd on a connection of its own, closed with it, as jetcd's own resumption loses events and its watches
 * end in part only. Its callbacks run on jetcd's event loop and do nothing but queue. {@link #next} is for one thread.
 */
final class WatchStream implements AutoCloseable, Watch.Listener {
    private static final Duration PROBE_EVERY = Duration.ofSeconds(4);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);

    /** Where to go on after the end of a stream. */
    enum GoOn {
        /** Behind what was told. */
        WATCHING,
        /** With a list: what it was to tell is no longer known to etcd, or is too much for one message. */
        LISTING,
        /** With a look at whether etcd's history is still the one that was told: this member's is not, or not yet. */
        DOUBTING
    }

    /** Why a stream ended. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;
        private final GoOn goOn;

        Broken(String reason, GoOn goOn) {
            super(reason);
            this.goOn = goOn;
        }

        GoOn goOn() {
            return goOn;
        }
    }

    /** Either events or the reason of the end. */
    private record Signal(List<WatchEvent> events, Broken end) {}

    private final Client client;
    private final long from;
    private final int bufferSize;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private long probedAt = System.nanoTime();
    private volatile long heardAt = probedAt;
    private volatile boolean created;
    private volatile boolean over;

    private WatchStream(Client client, long from, int bufferSize) {
        this.client = client;
        this.from = from;
        this.bufferSize = bufferSize;
    }

    /** @param from first revision to be told */
    static WatchStream open(Etcd etcd, String prefix, long from, int bufferSize) {
        WatchStream stream = new WatchStream(etcd.connect(), from, bufferSize);
        WatchOption option = WatchOption.builder()
                .isPrefix(true)
                .withRevision(from)
                .withPrevKV(true)
                .withCreateNotify(true)
                .withProgressNotify(true)
                .withRequireLeader(true)
                .build();
        try {
            stream.client.getWatchClient().watch(EtcdConnector.bytes(prefix), option, stream);
            return stream;
        } catch (RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /**
     * @return the events of one or more whole revisions, in order; none when nothing came within {@code patience}
     * @throws Broken when the stream is over, or has been silent for too long
     */
    List<WatchEvent> next(Duration patience) throws Broken, InterruptedException {
        probe();
        Signal signal = signals.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (signal == null) {
            return List.of();
        }
        if (signal.end() != null) {
            throw signal.end();
        }
        waiting.addAndGet(-signal.events().size());
        return signal.events();
    }

    /** Whether etcd has said that it watches. */
    boolean isCreated() {
        return created;
    }

    /** How many events wait to be taken. */
    int backlog() {
        return waiting.get();
    }

    /** A handler may keep this thread for long: only a probe that was sent and not answered counts as silence. */
    private void probe() throws Broken {
        long now = System.nanoTime();
        boolean answered = heardAt - probedAt >= 0;
        if (answered && now - heardAt > PROBE_EVERY.toNanos()) {
            probedAt = now;
            client.getWatchClient().requestProgress();
        } else if (!answered && now - probedAt > ANSWER_WITHIN.toNanos() && signals.isEmpty()) {
            throw new Broken("nothing was heard for " + ANSWER_WITHIN.toSeconds() + " s", GoOn.WATCHING);
        }
    }

    @Override
    public void onNext(WatchResponse response) {
        heardAt = System.nanoTime();
        created = true;
        if (response.getHeader().getRevision() < from - 1) {
            end(new Broken("etcd's history went back to " + response.getHeader().getRevision(), GoOn.DOUBTING));
            return;
        }
        int count = response.getEvents().size();
        if (count == 0 || over) {
            return;
        }
        if (waiting.get() > 0 && waiting.get() + count > bufferSize) {
            end(new Broken("more than " + bufferSize + " events wait", GoOn.WATCHING));
            return;
        }
        waiting.addAndGet(count);
        signals.add(
                new Signal(response.getEvents().stream().map(WatchStream::event).toList(), null));
    }

    @Override
    public void onError(Throwable fault) {
        boolean untold = fault instanceof CompactedException
                || fault instanceof EtcdException known && known.getErrorCode() == ErrorCode.RESOURCE_EXHAUSTED;
        end(new Broken(String.valueOf(fault.getMessage()), untold ? GoOn.LISTING : GoOn.WATCHING));
    }

    @Override
    public void onCompleted() {
        end(new Broken("etcd ended it", GoOn.WATCHING));
    }

    private synchronized void end(Broken reason) {
        if (!over) {
            over = true;
            signals.add(new Signal(List.of(), reason));
        }
    }

    private static WatchEvent event(io.etcd.jetcd.watch.WatchEvent event) {
        Entry entry = Entry.of(event.getKeyValue());
        String previous =
                event.getPrevKV() == null ? "" : event.getPrevKV().getValue().toString(StandardCharsets.UTF_8);
        return event.getEventType() == io.etcd.jetcd.watch.WatchEvent.EventType.DELETE
                ? WatchEvent.delete(entry.key(), previous, entry.modRevision())
                : WatchEvent.put(entry, previous);
    }

    @Override
    public void close() {
        over = true;
        client.close();
    }
}
