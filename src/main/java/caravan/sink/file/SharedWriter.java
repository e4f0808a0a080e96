package caravan.sink.file;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of an endpoint, whatever number of routes sends to it: opened for the first of them and closed after
 * the last. A health check that bears the endpoint's name is down while it cannot be written. Thread-safe: batches are
 * written one after the other.
 */
public final class SharedWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SharedWriter.class);
    private static final long TICK_MILLIS = 1000;

    private final Setup setup;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicReference<String> problem = new AtomicReference<>("");
    private final FileHealthCheck health;
    private Optional<BatchWriter> writer = Optional.empty();
    private Optional<ScheduledExecutorService> ticker = Optional.empty();
    private int users;

    /**
     * @param name   of the endpoint, such as {@code jsonl:books.jsonl}
     * @param claims of its component
     */
    public record Setup(CamelContext context, String name, Claims claims, Opener opener) {}

    @FunctionalInterface
    public interface Opener {
        BatchWriter open() throws IOException;
    }

    public SharedWriter(Setup setup) {
        this.setup = setup;
        this.health = new FileHealthCheck(setup.name(), problem::get);
    }

    void acquire() throws IOException {
        lock.lock();
        try {
            if (users == 0) {
                open();
            }
            users++;
        } finally {
            lock.unlock();
        }
    }

    private void open() throws IOException {
        problem.set("");
        setup.claims().claim(setup.name());
        try {
            writer = Optional.of(setup.opener().open());
        } catch (IOException | RuntimeException e) {
            setup.claims().release(setup.name());
            throw e;
        }
        Optional.ofNullable(HealthCheckRegistry.get(setup.context())).ifPresent(registry -> registry.register(health));
        if (writer.get().ticks()) {
            ScheduledExecutorService executor = setup.context()
                    .getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "rotate " + setup.name());
            executor.scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
            ticker = Optional.of(executor);
        }
    }

    void release() throws IOException {
        lock.lock();
        try {
            if (users > 0 && --users == 0) {
                close();
            }
        } finally {
            lock.unlock();
        }
    }

    private void close() throws IOException {
        ticker.ifPresent(setup.context().getExecutorServiceManager()::shutdown);
        ticker = Optional.empty();
        Optional.ofNullable(HealthCheckRegistry.get(setup.context()))
                .ifPresent(registry -> registry.unregister(health));
        BatchWriter closing = writer.orElseThrow();
        writer = Optional.empty();
        try {
            closing.close();
        } finally {
            setup.claims().release(setup.name());
        }
    }

    /** @throws IOException as {@link BatchWriter#write} does */
    void write(Object body) throws IOException {
        lock.lock();
        try {
            writer.orElseThrow(() -> new WriteFailure(setup.name(), "its route is stopped"))
                    .write(body);
            problem.set("");
        } catch (IOException | RuntimeException e) {
            problem.set(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void tick() {
        lock.lock();
        try {
            if (writer.isPresent()) {
                writer.get().tick();
            }
        } catch (IOException e) {
            LOG.warn("{}; it is tried again", e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** @return why the last batch could not be written; empty when it could */
    public String problem() {
        return problem.get();
    }
}
