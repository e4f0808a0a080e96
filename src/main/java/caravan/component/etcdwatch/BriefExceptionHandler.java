package caravan.component.etcdwatch;

import caravan.CaravanException;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a person can act on in one line, such as an etcd that is away, and anything else with where it arose. */
final class BriefExceptionHandler implements ExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EtcdWatchConsumer.class);

    @Override
    public void handleException(Throwable fault) {
        handleException("watching failed", fault);
    }

    @Override
    public void handleException(String message, Throwable fault) {
        if (fault instanceof CaravanException) {
            LOG.warn("{}: {}", message, fault.getMessage());
        } else {
            LOG.warn(message, fault);
        }
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable fault) {
        handleException(message, fault);
    }
}
