package caravan.sink;

import caravan.pipeline.Delivery;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/** Puts deliveries for one sink together until their entries fill a batch. Stateless. */
public final class Gathering implements AggregationStrategy {
    private static final String ENTRIES = "caravan.entries";

    private final int batchSize;

    /** @param batchSize entries at which a batch is full; one page's are never torn apart */
    public Gathering(int batchSize) {
        this.batchSize = batchSize;
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

    public boolean isFull(Exchange batch) {
        return batch.getProperty(ENTRIES, 0, Integer.class) >= batchSize;
    }
}
