package caravan.sink;

import caravan.pipeline.Delivery;

/** Which queue leads to which sink. Stateless. */
public final class SinkQueues {
    private final String options;

    /** @param options of the queues, as of a seda endpoint */
    public SinkQueues(String options) {
        this.options = options;
    }

    public String queueOf(Delivery delivery) {
        return "seda:store-" + delivery.sink() + "?" + options;
    }
}
