package caravan.sink.kafka;

import caravan.sink.Row;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;

/**
 * Sends rows under their keys, so that all that is ever sent of one item is in one partition, in order. Thread-safe.
 *
 * <p>A record that cannot even be queued, for which Kafka waits {@code max.block.ms}, fails its batch at once: Camel
 * would go on to wait as long for each of the others.
 */
final class RowProducer extends KafkaProducer<Object, Object> {

    RowProducer(Properties settings) {
        super(settings);
    }

    /** @throws KafkaException when it could not be queued */
    @Override
    public Future<RecordMetadata> send(ProducerRecord<Object, Object> record, Callback callback) {
        Future<RecordMetadata> sent =
                super.send(record.value() instanceof Row row ? keyed(record, row) : record, callback);
        if (sent.isDone()) {
            requireSent(sent);
        }
        return sent;
    }

    private static ProducerRecord<Object, Object> keyed(ProducerRecord<Object, Object> record, Row row) {
        Object key = record.key() == null ? row.key() : record.key();
        return new ProducerRecord<>(
                record.topic(), record.partition(), record.timestamp(), key, row.toString(), record.headers());
    }

    private static void requireSent(Future<RecordMetadata> done) {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure ? failure : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // does not happen: nothing is waited for
        }
    }
}
