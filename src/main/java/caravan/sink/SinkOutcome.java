package caravan.sink;

import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;

/**
 * Of what a sink did with its copy of a batch only this comes back: whether it failed. A user's route may stop, deal
 * with a failure or run out of retries of its own; Camel would have ours do the same. Stateless.
 */
public final class SinkOutcome implements AggregationStrategy {

    @Override
    public Exchange aggregate(Exchange batch, Exchange sent) {
        batch.setException(sent.getException());
        return batch;
    }
}
