package caravan.sink;

import caravan.pipeline.Delivery;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Puts deliveries for one sink together while a batch of it is under way, or until their entries fill one. As long as
 * the sink is idle each goes out at once. Thread-safe.
 */
public final class Gathering implements AggregationStrategy {
    private static final String ENTRIES = "caravan.entries";

    private final int batchSize;
    private final SinkTraffic traffic;

    /** @param batchSize entries at which a batch is full; one page's are never torn apart */
    public Gathering(int batchSize, SinkTraffic traffic) {
        this.batchSize = batchSize;
        this.traffic = traffic;
    }

    @Override
    @SuppressWarnings("unchecked") // the list is the one that was put there
    public Exchange aggregate(Exchange batch, Exchange fresh) {
        Delivery delivery = fresh.getMessage().getBody(Delivery.class);
        Exchange whole = batch == null ? fresh : batch;
        if (batch == null) {
            whole.getMessage().setBody(new ArrayList<Delivery>());
        }
        ((List<Delivery>) whole.getMessage().getBody(List.class)).add(delivery);
        int entries = whole.getProperty(ENTRIES, 0, Integer.class)
                + delivery.entries().size();
        whole.setProperty(ENTRIES, entries);
        return whole;
    }

    /** Whether it need not wait for more. */
    public boolean isReady(Exchange batch) {
        return batch.getProperty(ENTRIES, 0, Integer.class) >= batchSize
                || traffic.isIdle(batch.getProperty("sink", String.class));
    }

    /** It is sent, for whatever reason. */
    @Override
    public void onCompletion(Exchange batch) {
        traffic.began(batch.getProperty("sink", String.class));
    }
}
