package caravan.component.etcdwatch;

import caravan.etcd.Etcd;
import caravan.etcd.PrefixWatch;
import caravan.etcd.WatchEvent;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** One thread that is told what happens under the prefix and runs the route for each event. */
public class EtcdWatchConsumer extends DefaultConsumer implements Suspendable {
    private static final long END_PATIENCE_SECONDS = 5;

    private final EtcdWatchEndpoint endpoint;
    private final PrefixWatch.Options options;
    private final Etcd etcd;
    private PrefixWatch watch;
    private ExecutorService executor;

    public EtcdWatchConsumer(EtcdWatchEndpoint endpoint, Processor processor, Etcd etcd) {
        super(endpoint, processor);
        setExceptionHandler(new BriefExceptionHandler());
        this.endpoint = endpoint;
        this.options = endpoint.options();
        this.etcd = etcd;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        watch = new PrefixWatch(etcd, endpoint.prefix(), endpoint.state(), options, handler());
        executor = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newSingleThreadExecutor(this, endpoint.getEndpointUri());
        executor.execute(watch);
        setHealthCheck(new EtcdWatchHealthCheck(getRouteId(), watch));
    }

    @Override
    protected void doSuspend() {
        watch.suspend();
    }

    @Override
    protected void doResume() {
        watch.resume();
    }

    @Override
    protected void doStop() throws Exception {
        try {
            if (executor != null) {
                watch.close();
                executor.shutdown();
                // The endpoint's memory of what was told is for one watch at a time.
                executor.awaitTermination(END_PATIENCE_SECONDS, TimeUnit.SECONDS);
                endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(executor);
            }
        } finally {
            super.doStop();
        }
    }

    private PrefixWatch.Handler handler() {
        return new PrefixWatch.Handler() {
            @Override
            public void handle(WatchEvent event) throws Exception {
                process(event);
            }

            @Override
            public void failed(Exception fault) {
                handleException("watching " + endpoint.prefix() + " failed; it goes on", fault);
            }
        };
    }

    /** An event counts as told when its route ended without an exception. */
    private void process(WatchEvent event) throws Exception {
        Exchange exchange = createExchange(false);
        try {
            Message message = exchange.getMessage();
            message.setBody(event);
            message.setHeader(EtcdWatchConstants.TYPE, event.type().name());
            message.setHeader(EtcdWatchConstants.KEY, event.key());
            message.setHeader(EtcdWatchConstants.REVISION, event.revision());
            getProcessor().process(exchange);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
        } finally {
            releaseExchange(exchange, false);
        }
    }
}
