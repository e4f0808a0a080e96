package caravan.component.frontier;

import caravan.pipeline.Scheduler;
import caravan.pipeline.Visit;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/**
 * One thread that takes from the scheduler and runs the route. Suspending it is how the crawl stops taking while what
 * is in flight goes on.
 */
public class FrontierConsumer extends DefaultConsumer implements Suspendable {
    /** How long a stop or suspension may go unnoticed. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final Scheduler scheduler;
    private ExecutorService executor;

    public FrontierConsumer(FrontierEndpoint endpoint, Processor processor, Scheduler scheduler) {
        super(endpoint, processor);
        this.scheduler = scheduler;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        startTaking();
    }

    @Override
    protected void doResume() {
        startTaking();
    }

    @Override
    protected void doSuspend() {
        stopTaking();
    }

    @Override
    protected void doStop() throws Exception {
        try {
            stopTaking();
        } finally {
            super.doStop();
        }
    }

    private void startTaking() {
        if (executor == null) {
            executor = getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .newSingleThreadExecutor(this, getEndpoint().getEndpointUri());
            executor.execute(this::takeUntilStopped);
        }
    }

    private void stopTaking() {
        if (executor != null) {
            // Not interrupted: a request that was leased is to be handed on, and the loop ends by itself.
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(executor);
            executor = null;
        }
    }

    private void takeUntilStopped() {
        while (isRunAllowed() && !isSuspendingOrSuspended()) {
            try {
                scheduler.next(PATIENCE).ifPresent(this::process);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // The loop must outlive any one request: a dead scheduler thread would look like a finished crawl.
                handleException("cannot take the next request", e);
            }
        }
    }

    private void process(Visit visit) {
        Exchange exchange = createExchange(false);
        try {
            exchange.getMessage().setBody(visit);
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        } finally {
            if (exchange.getException() != null) {
                visit.fail();
                handleException("request not handed on", exchange, exchange.getException());
            }
            releaseExchange(exchange, false);
        }
    }
}
