package caravan.sink;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * How many batches of each sink are under way, from where they are sent until they are stored or given up. When the
 * last of a sink ends, what was gathered meanwhile is sent. Thread-safe.
 *
 * <p>Nothing is left behind between an end and an addition at the same time: the count goes down before what was
 * gathered is looked for, and whoever adds looks at the count under the lock that the search takes.
 */
public final class SinkTraffic implements Processor {
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Consumer<String> sendGathered;

    /** @param sendGathered sends what was gathered for the sink of that name, if anything; called by any thread */
    public SinkTraffic(Consumer<String> sendGathered) {
        this.sendGathered = sendGathered;
    }

    boolean isIdle(String sink) {
        return count(sink).get() == 0;
    }

    /** A batch is sent. */
    void began(String sink) {
        count(sink).incrementAndGet();
    }

    /** A batch has been stored, or never will be. While others wait for the sink there is no hurry. */
    void ended(String sink) {
        if (count(sink).decrementAndGet() == 0) {
            sendGathered.accept(sink);
        }
    }

    /** Has the end of a batch noticed, however it comes: with the exchange that carries it. */
    @Override
    public void process(Exchange batch) {
        String sink = batch.getProperty("sink", String.class);
        batch.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ended(sink);
            }
        });
    }

    private AtomicInteger count(String sink) {
        return underWay.computeIfAbsent(sink, name -> new AtomicInteger());
    }
}
