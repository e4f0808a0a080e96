package caravan.sink.kafka;

import java.util.Properties;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.kafka.clients.producer.Producer;

/**
 * Has Camel's {@code kafka:} take batches of rows: each row becomes a record with its key, and itself as JSON. Where it
 * is a bean of the context, Camel finds it by its type. Thread-safe.
 */
public final class RowKafkaClients extends DefaultKafkaClientFactory {

    @Override
    public Producer<Object, Object> getProducer(Properties settings) {
        return new RowProducer(settings);
    }
}
