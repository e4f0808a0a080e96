package caravan.component.table;

import caravan.sink.sql.TableSink;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Down while rows cannot be stored: the crawls then wait. Tells how many rows the database would not take. */
final class TableHealthCheck extends AbstractHealthCheck {
    private final TableSink sink;

    TableHealthCheck(String database, TableSink sink) {
        super("caravan", "table-" + database);
        this.sink = sink;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("refused", sink.refused());
        String problem = sink.problem();
        if (problem.isEmpty()) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }
}
