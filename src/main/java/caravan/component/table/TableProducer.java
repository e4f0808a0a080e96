package caravan.component.table;

import caravan.CaravanException;
import caravan.sink.Row;
import caravan.sink.sql.TableSink;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/** Stores the rows of a body: {@link caravan.sink.Rows}, any other collection of rows, or one row alone. */
public class TableProducer extends DefaultProducer {
    private final TableSink sink;

    public TableProducer(TableEndpoint endpoint, TableSink sink) {
        super(endpoint);
        this.sink = sink;
    }

    @Override
    public void process(Exchange exchange) {
        sink.write(rows(exchange.getMessage().getBody()));
    }

    private static List<Row> rows(Object body) {
        if (body instanceof Row row) {
            return List.of(row);
        }
        List<Row> rows = new ArrayList<>();
        for (Object each : body instanceof Iterable<?> several ? several : List.of(String.valueOf(body))) {
            if (!(each instanceof Row row)) {
                throw CaravanException.invalid("table: takes rows, as a sink gets them, and not "
                        + each.getClass().getName() + "; other things go to a database by a sql: endpoint");
            }
            rows.add(row);
        }
        return rows;
    }
}
