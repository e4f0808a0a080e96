package caravan.sink;

import caravan.pipeline.Delivery;
import org.apache.camel.ExchangeProperty;

/** Which sink a delivery is for, and which queue leads there. Stateless. */
public final class SinkQueues {
    private final String options;

    /** @param options of the queues, as of a seda endpoint */
    public SinkQueues(String options) {
        this.options = options;
    }

    public String sinkOf(Delivery delivery) {
        return delivery.sink();
    }

    public String queueOf(@ExchangeProperty("sink") String sink) {
        return "seda:store-" + sink + "?" + options;
    }
}
