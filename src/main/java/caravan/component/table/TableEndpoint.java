package caravan.component.table;

import caravan.sink.sql.TableSink;
import javax.sql.DataSource;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code table:DATABASE} – producer only. Takes {@link caravan.sink.Rows} and stores them in one transaction, each kind
 * of row in a table of its own, which is made and widened as needed. A row of the same key is replaced, so a batch that
 * is sent again changes nothing. Fails where the database is down, or a table is not as the rows need it; nothing of
 * the batch is stored then. The path names a {@link DataSource} bean. A health check tells the last failure.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "table",
        title = "Table",
        syntax = "table:database",
        category = Category.DATABASE,
        producerOnly = true)
public class TableEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the database: NAME in caravan.database.NAME.url, or of a DataSource bean")
    @Metadata(required = true)
    private final String database;

    private TableSink sink;
    private TableHealthCheck health;

    public TableEndpoint(String uri, TableComponent component, String database) {
        super(uri, component);
        this.database = database;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        DataSource dataSource = CamelContextHelper.lookup(getCamelContext(), database, DataSource.class);
        if (dataSource == null) {
            throw new IllegalArgumentException(
                    "table:" + database + ": there is no such database; set caravan.database." + database + ".url");
        }
        sink = new TableSink(database, dataSource);
        health = new TableHealthCheck(database, sink);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            checks.register(health);
        }
    }

    @Override
    protected void doStop() throws Exception {
        HealthCheckRegistry checks = HealthCheckRegistry.get(getCamelContext());
        if (checks != null) {
            checks.unregister(health);
        }
        super.doStop();
    }

    @Override
    public Producer createProducer() {
        return new TableProducer(this, sink);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("table: takes rows and gives none");
    }
}
