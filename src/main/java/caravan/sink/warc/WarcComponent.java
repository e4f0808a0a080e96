package caravan.sink.warc;

import caravan.sink.file.Claims;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code warc:} component: writes pages to WARC files. */
@Component("warc")
public class WarcComponent extends DefaultComponent {
    private final Claims claims = new Claims();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException("warc: needs the folder to write to, such as warc:archive");
        }
        WarcEndpoint endpoint = new WarcEndpoint(uri, this, remaining, claims);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
