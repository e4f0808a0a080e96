package caravan.component.frontier;

import caravan.pipeline.Scheduler;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code frontier:SCHEDULER} – consumer only. One exchange a request that may be fetched now, its body a
 * {@link caravan.pipeline.Visit}, in the order the scheduler gives them out; the next is taken when the route has
 * handed the last one on. The path names the scheduler's bean.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "frontier",
        title = "Frontier",
        syntax = "frontier:scheduler",
        category = Category.CORE,
        consumerOnly = true)
public class FrontierEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the Scheduler bean that gives out requests")
    @Metadata(required = true)
    private final String scheduler;

    public FrontierEndpoint(String uri, FrontierComponent component, String scheduler) {
        super(uri, component);
        this.scheduler = scheduler;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("frontier: gives out requests and takes none");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Scheduler source = CamelContextHelper.mandatoryLookup(getCamelContext(), scheduler, Scheduler.class);
        FrontierConsumer consumer = new FrontierConsumer(this, processor, source);
        configureConsumer(consumer);
        return consumer;
    }
}
