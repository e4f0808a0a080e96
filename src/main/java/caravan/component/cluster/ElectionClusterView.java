package caravan.component.cluster;

import caravan.cluster.Leader;
import caravan.cluster.etcd.EtcdElection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterView;

/** What a namespace sees of the election. Changes are told on a thread of its own: starting a route takes time. */
final class ElectionClusterView extends AbstractCamelClusterView {
    private final EtcdElection election;
    private final String self;
    private ExecutorService teller;

    ElectionClusterView(ElectionClusterService service, String namespace, EtcdElection election, String self) {
        super(service, namespace);
        this.election = election;
        this.self = self;
        election.onChange(this::changed);
    }

    @Override
    public Optional<CamelClusterMember> getLeader() {
        return election.leader().map(Leader::id).map(this::member);
    }

    @Override
    public CamelClusterMember getLocalMember() {
        return member(self);
    }

    /** Those that are known: this one and the leader. */
    @Override
    public List<CamelClusterMember> getMembers() {
        return getLeader()
                .filter(leader -> !leader.getId().equals(self))
                .map(leader -> List.of(leader, getLocalMember()))
                .orElseGet(() -> List.of(getLocalMember()));
    }

    private CamelClusterMember member(String id) {
        boolean local = id.equals(self);
        return new CamelClusterMember() {
            @Override
            public String getId() {
                return id;
            }

            @Override
            public boolean isLeader() {
                return local
                        ? election.isLeader()
                        : election.leader()
                                .filter(leader -> leader.id().equals(id))
                                .isPresent();
            }

            @Override
            public boolean isLocal() {
                return local;
            }
        };
    }

    private synchronized void changed() {
        if (teller != null) {
            teller.execute(() -> {
                if (isRunAllowed()) {
                    fireLeadershipChangedEvent(getLeader().orElse(null));
                }
            });
        }
    }

    @Override
    protected synchronized void doStart() {
        teller = getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "leadership");
        changed();
    }

    @Override
    protected synchronized void doStop() {
        getCamelContext().getExecutorServiceManager().shutdownNow(teller);
        teller = null;
    }
}
