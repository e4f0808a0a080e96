package caravan.sink.kafka;

import caravan.sink.Row;
import caravan.sink.RowBodies;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Handler;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * Makes a batch a list of messages, which Camel's {@code kafka:} sends as a record each: the row's key, and the row as
 * JSON. Rows of one page and type so come in order, in one partition. Thread-safe.
 */
public final class KafkaRecords {

    /** @throws IllegalArgumentException where the body is no rows */
    @Handler
    public List<Message> records(Exchange exchange) {
        return RowBodies.rowsIn("kafka", exchange.getMessage().getBody()).stream()
                .map(row -> record(exchange.getContext(), row))
                .toList();
    }

    private static Message record(CamelContext context, Row row) {
        Message message = new DefaultMessage(context);
        message.setHeader(KafkaConstants.KEY, row.key());
        message.setBody(row.toString());
        return message;
    }
}
