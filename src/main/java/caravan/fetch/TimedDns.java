package caravan.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dns;

/**
 * Name look-ups with a deadline: the platform's resolver can neither be given one nor be interrupted, so it runs on
 * threads of its own and the caller stops waiting. Thread-safe.
 */
final class TimedDns implements Dns, AutoCloseable {
    private static final int MAX_THREADS = 32;
    private static final int MAX_WAITING = 1024;
    private static final long IDLE_SECONDS = 30;

    private final Dns resolver;
    private final Duration limit;
    private final ThreadPoolExecutor threads;

    TimedDns(Dns resolver, Duration limit) {
        this.resolver = resolver;
        this.limit = limit;
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                MAX_THREADS,
                MAX_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                task -> {
                    Thread thread = new Thread(task, "caravan-dns-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        Future<List<InetAddress>> answer = submit(hostname);
        try {
            return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw unknown(hostname, "no answer within " + limit.toMillis() + " ms");
        } catch (ExecutionException e) {
            throw unknown(hostname, "no address");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(hostname, "interrupted");
        } finally {
            answer.cancel(true);
        }
    }

    private Future<List<InetAddress>> submit(String hostname) throws UnknownHostException {
        try {
            return threads.submit(() -> resolver.lookup(hostname));
        } catch (RejectedExecutionException e) {
            throw unknown(hostname, "too many look-ups are waiting");
        }
    }

    private static UnknownHostException unknown(String hostname, String why) {
        return new UnknownHostException(hostname + ": " + why);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
