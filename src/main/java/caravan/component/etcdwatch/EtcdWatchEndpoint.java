package caravan.component.etcdwatch;

import caravan.etcd.Etcd;
import caravan.etcd.PrefixState;
import caravan.etcd.PrefixWatch;
import java.time.Duration;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultEndpoint;

/**
 * {@code etcd-watch:PREFIX} – consumer only. One exchange an event, in order, its body a
 * {@link caravan.etcd.WatchEvent}. What has been told is kept here, so a route that is stopped and started again is
 * told what happened meanwhile. One route an endpoint. See {@code docs/etcd-watch.md}.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "etcd-watch",
        title = "Etcd Watch",
        syntax = "etcd-watch:prefix",
        category = {Category.CLUSTERING, Category.DATABASE},
        consumerOnly = true,
        headersClass = EtcdWatchConstants.class)
public class EtcdWatchEndpoint extends DefaultEndpoint {
    private final PrefixState state = new PrefixState();

    @UriPath(description = "Prefix of the keys to watch, such as /resources/")
    @Metadata(required = true)
    private final String prefix;

    @UriParam(
            defaultValue = "etcd",
            description = "Name of the caravan.etcd.Etcd bean that knows the way to etcd; it may be shared")
    private String client = "etcd";

    @UriParam(
            defaultValue = "10000",
            description = "Events that may wait for the route. With more the stream is cut, and taken up again where it"
                    + " was once they are worked off")
    private int bufferSize = PrefixWatch.Options.DEFAULT.bufferSize();

    @UriParam(
            defaultValue = "45s",
            javaType = "java.time.Duration",
            description =
                    "How often everything is listed to find what the watch has missed. Each ends with a SYNCED event")
    private long relistEvery = PrefixWatch.Options.DEFAULT.relistEvery().toMillis();

    @UriParam(
            label = "advanced",
            defaultValue = "4s",
            javaType = "java.time.Duration",
            description = "Longest pause between attempts to reach etcd, or to have the route take an event")
    private long maxPause = PrefixWatch.Options.DEFAULT.maxPause().toMillis();

    public EtcdWatchEndpoint(String uri, EtcdWatchComponent component, String prefix) {
        super(uri, component);
        this.prefix = prefix;
    }

    @Override
    public Producer createProducer() {
        throw new UnsupportedOperationException("etcd-watch: tells what happens and takes nothing");
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        Etcd etcd = CamelContextHelper.mandatoryLookup(getCamelContext(), client, Etcd.class);
        EtcdWatchConsumer consumer = new EtcdWatchConsumer(this, processor, etcd);
        configureConsumer(consumer);
        return consumer;
    }

    String prefix() {
        return prefix;
    }

    PrefixState state() {
        return state;
    }

    PrefixWatch.Options options() {
        return new PrefixWatch.Options(bufferSize, Duration.ofMillis(relistEvery), Duration.ofMillis(maxPause));
    }

    public String getClient() {
        return client;
    }

    public void setClient(String client) {
        this.client = client;
    }

    public int getBufferSize() {
        return bufferSize;
    }

    public void setBufferSize(int bufferSize) {
        this.bufferSize = bufferSize;
    }

    public long getRelistEvery() {
        return relistEvery;
    }

    public void setRelistEvery(long relistEvery) {
        this.relistEvery = relistEvery;
    }

    public long getMaxPause() {
        return maxPause;
    }

    public void setMaxPause(long maxPause) {
        this.maxPause = maxPause;
    }
}
