package caravan.component.etcdwatch;

import org.apache.camel.spi.Metadata;

/** Headers of the exchanges that {@code etcd-watch:} makes. */
public final class EtcdWatchConstants {
    @Metadata(label = "consumer", description = "PUT, DELETE, SYNCED or RESTARTED", javaType = "String")
    public static final String TYPE = "CamelEtcdWatchType";

    @Metadata(label = "consumer", description = "The key, whole; empty for SYNCED and RESTARTED", javaType = "String")
    public static final String KEY = "CamelEtcdWatchKey";

    @Metadata(label = "consumer", description = "Revision of the store at which it happened", javaType = "long")
    public static final String REVISION = "CamelEtcdWatchRevision";

    private EtcdWatchConstants() {}
}
