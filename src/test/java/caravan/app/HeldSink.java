package caravan.app;

import caravan.sink.Rows;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** A sink that keeps what it got, waits while it is held, and fails when told to. Thread-safe. */
final class HeldSink implements Processor {
    private final List<Rows> batches = new CopyOnWriteArrayList<>();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile CountDownLatch latch = new CountDownLatch(0);

    void hold() {
        latch = new CountDownLatch(1);
    }

    void letGo() {
        latch.countDown();
    }

    /** The next so many batches fail. */
    void fail(int times) {
        faults.set(times);
    }

    /** How many rows the batches stored so far had. */
    List<Integer> batches() {
        return batches.stream().map(Rows::size).toList();
    }

    int rows() {
        return batches.stream().mapToInt(Rows::size).sum();
    }

    /** Rows of one crawl. */
    long rows(String task) {
        return batches.stream()
                .flatMap(Rows::stream)
                .filter(row -> task.equals(row.get("task")))
                .count();
    }

    @Override
    public void process(Exchange exchange) throws InterruptedException {
        latch.await();
        if (faults.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("sink is down");
        }
        batches.add(exchange.getMessage().getBody(Rows.class));
    }
}
