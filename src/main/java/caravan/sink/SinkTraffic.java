package caravan.sink;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;

/**
 * How many batches of each sink are under way, from where they are sent until they are stored or given up. When the
 * last of a sink ends, what was gathered meanwhile is sent. Thread-safe.
 *
 * <p>Sinks that want large batches ({@link LargeBatches}, known with the first) are never idle: theirs are sent when
 * they are full or have waited long enough.
 *
 * <p>Nothing is left behind between an end and an addition at the same time: the count goes down before what was
 * gathered is looked for, and whoever adds looks at the count under the lock that the search takes.
 */
public final class SinkTraffic implements Processor {
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final Map<String, Boolean> patient = new ConcurrentHashMap<>();
    private final long pauseMillis;
    private final Consumer<String> sendGathered;

    /**
     * @param pause        how long a batch counts as under way after it was stored, so that a batch seldom is one row
     * @param sendGathered sends what was gathered for the sink of that name, if anything; called by any thread
     */
    public SinkTraffic(Duration pause, Consumer<String> sendGathered) {
        this.pauseMillis = pause.toMillis();
        this.sendGathered = sendGathered;
    }

    /** How long to wait now after a batch was stored, in milliseconds: not at all while another waits for the sink. */
    public long pause(@ExchangeProperty("sink") String sink) {
        return count(sink).get() > 1 ? 0 : pauseMillis;
    }

    boolean isIdle(String sink) {
        return count(sink).get() == 0 && !patient.getOrDefault(sink, false);
    }

    /** A batch is sent. */
    void began(String sink) {
        count(sink).incrementAndGet();
    }

    /** A batch has been stored, or never will be. While others wait for the sink there is no hurry. */
    void ended(String sink) {
        if (count(sink).decrementAndGet() == 0 && !patient.getOrDefault(sink, false)) {
            sendGathered.accept(sink);
        }
    }

    /** Has the end of a batch noticed, however it comes: with the exchange that carries it. */
    @Override
    public void process(Exchange batch) {
        String sink = batch.getProperty("sink", String.class);
        patient.computeIfAbsent(sink, name -> isPatient(batch));
        batch.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                ended(sink);
            }
        });
    }

    private static boolean isPatient(Exchange batch) {
        Endpoint endpoint = batch.getContext().hasEndpoint(batch.getProperty("endpoint", String.class));
        return endpoint instanceof LargeBatches asking && asking.wantsLargeBatches();
    }

    private AtomicInteger count(String sink) {
        return underWay.computeIfAbsent(sink, name -> new AtomicInteger());
    }
}
