package caravan.sink.file;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Hands the bodies of its route to the endpoint's writer. */
public final class BatchProducer extends DefaultProducer {
    private final SharedWriter writer;

    public BatchProducer(Endpoint endpoint, SharedWriter writer) {
        super(endpoint);
        this.writer = writer;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        writer.acquire();
    }

    @Override
    protected void doStop() throws Exception {
        try {
            writer.release();
        } finally {
            super.doStop();
        }
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        writer.write(exchange.getMessage().getBody());
    }
}
