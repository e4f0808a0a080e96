package caravan.sink.csv;

import caravan.sink.file.Claims;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code csv:} component: appends batches to CSV files. */
@Component("csv")
public class CsvComponent extends DefaultComponent {
    private final Claims claims = new Claims();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException("csv: needs the file to append to, such as csv:out/{table}.csv");
        }
        CsvEndpoint endpoint = new CsvEndpoint(uri, this, remaining, claims);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
