package caravan.sink.jsonl;

import caravan.sink.file.Claims;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code jsonl:} component: appends batches to files of JSON lines. */
@Component("jsonl")
public class JsonlComponent extends DefaultComponent {
    private final Claims claims = new Claims();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException("jsonl: needs the file to append to, such as jsonl:out/books.jsonl");
        }
        JsonlEndpoint endpoint = new JsonlEndpoint(uri, this, remaining, claims);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
