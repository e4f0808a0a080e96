package caravan.component.cluster;

import caravan.cluster.etcd.EtcdElection;
import org.apache.camel.support.cluster.AbstractCamelClusterService;

/**
 * The masters' election as Camel knows clusters: with it {@code master:} endpoints and {@code ClusteredRoutePolicy} run
 * on the leader only. There is one election, so all namespaces have the same leader.
 */
public final class ElectionClusterService extends AbstractCamelClusterService<ElectionClusterView> {
    private final EtcdElection election;
    private final String member;

    /** @param member id of this master */
    public ElectionClusterService(EtcdElection election, String member) {
        super("caravan");
        this.election = election;
        this.member = member;
    }

    @Override
    protected ElectionClusterView createView(String namespace) {
        return new ElectionClusterView(this, namespace, election, member);
    }
}
