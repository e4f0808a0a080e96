package caravan.testkit;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes down every change under a prefix in the order in which etcd made them, through its restarts: after a break it
 * goes on behind the last change it has seen, and in an etcd that was emptied at its first one. Thread-safe; a thread
 * of its own follows etcd until it is closed.
 */
public final class EtcdRecorder implements AutoCloseable {
    private static final Duration RETRY_WAIT = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** Of an etcd that holds nothing: no change has this number. */
    private static final long BEFORE_ALL = 1;

    private final EtcdServer server;
    private final String prefix;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread follower = new Thread(this::run, "etcd-recorder");
    private volatile Position seen;
    /** What it reads at the moment: closing that wakes its thread, which an interrupt does not. */
    private volatile InputStream stream = InputStream.nullInputStream();

    /** What is missing, or empty. */
    private volatile String hole = "";

    public enum Type {
        PUT,
        DELETE
    }

    /**
     * A change of one key. Changes of one transaction share a revision.
     *
     * @param value empty after a deletion
     */
    public record Event(long revision, Type type, String key, String value) {}

    /** How far it has come: all up to this revision in this one of the server's stores. */
    private record Position(int store, long revision) {}

    private EtcdRecorder(EtcdServer server, String prefix, Position seen) {
        this.server = server;
        this.prefix = prefix;
        this.seen = seen;
        follower.setDaemon(true);
        follower.start();
    }

    /** Records all there ever was in this etcd and will be; it must not have been compacted. */
    public static EtcdRecorder of(EtcdServer server, String prefix) {
        return of(server, prefix, BEFORE_ALL + 1);
    }

    /** @param revision of the first change that is recorded, 2 or more */
    public static EtcdRecorder of(EtcdServer server, String prefix, long revision) {
        return new EtcdRecorder(server, prefix, new Position(server.store(), revision - 1));
    }

    /**
     * What it has seen so far, without waiting for more.
     *
     * @throws IllegalStateException where etcd was compacted behind changes that are missing here
     */
    public List<Event> events() {
        if (!hole.isEmpty()) {
            throw new IllegalStateException(hole);
        }
        return List.copyOf(events);
    }

    /** The same after waiting for all that etcd has at the moment; etcd has to be up. */
    public List<Event> eventsUntilNow() {
        long now = server.revision();
        await().atMost(PATIENCE).pollInterval(RETRY_WAIT).until(() -> !hole.isEmpty() || hasSeen(now));
        return events();
    }

    private boolean hasSeen(long revision) {
        Position at = seen;
        return at.store() == server.store() && at.revision() >= revision;
    }

    private void run() {
        try {
            while (hole.isEmpty() && !closed.await(RETRY_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                follow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void follow() {
        int store = server.store();
        if (store != seen.store()) {
            seen = new Position(store, BEFORE_ALL);
        }
        try (InputStream answer = server.gateway().watch(seen.revision() + 1)) {
            stream = answer;
            BufferedReader lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
            while (closed.getCount() > 0 && take(lines.readLine())) {
                // goes on
            }
        } catch (IOException e) {
            // broken off: goes on where it has come to
        }
    }

    /** Returns whether this stream is worth following further; a line is null at its end. */
    private boolean take(String line) throws IOException {
        if (line == null) {
            return false;
        }
        JsonNode result = EtcdGateway.parse(line).path("result");
        if (result.path("canceled").asBoolean()) {
            long compacted = result.path("compact_revision").asLong();
            if (compacted > 0) {
                hole = "compacted up to %d, recorded up to %d".formatted(compacted, seen.revision());
            }
            return false;
        }
        if (result.path("created").asBoolean()) {
            return seen.store() == server.store(); // else this is a younger store than it was meant for
        }
        record(result.path("events"));
        return !result.isMissingNode();
    }

    /** All keys are watched, so that what comes tells up to where nothing is missing. */
    private void record(JsonNode changes) {
        List<Event> ours = new ArrayList<>();
        long revision = seen.revision();
        for (JsonNode change : changes) {
            JsonNode pair = change.path("kv");
            revision = pair.path("mod_revision").asLong();
            Type type = Type.valueOf(change.path("type").asText(Type.PUT.name()));
            ours.add(new Event(revision, type, EtcdGateway.key(pair), EtcdGateway.value(pair)));
        }
        ours.removeIf(event -> !event.key().startsWith(prefix));
        events.addAll(ours);
        seen = new Position(seen.store(), revision);
    }

    @Override
    public void close() {
        closed.countDown();
        follower.interrupt();
        try {
            stream.close();
            follower.join(PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
