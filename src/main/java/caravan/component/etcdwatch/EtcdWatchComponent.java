package caravan.component.etcdwatch;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** The {@code etcd-watch:} component: a route that starts with it is told everything that happens under a prefix. */
@Component("etcd-watch")
public class EtcdWatchComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        if (remaining.isEmpty()) {
            throw new IllegalArgumentException("etcd-watch: needs the prefix to watch, such as etcd-watch:/resources/");
        }
        EtcdWatchEndpoint endpoint = new EtcdWatchEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
