package caravan.cluster.etcd;

import caravan.cluster.Leader;
import caravan.etcd.LeasedKey;
import caravan.etcd.WatchEvent;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The candidates of the election as a watch over {@link Keys#ELECTION} tells them: the first by creation leads. Events
 * come from one thread at a time; questions may come from any, and are answered from memory.
 */
public final class ElectionView {
    private static final Logger LOG = LoggerFactory.getLogger(ElectionView.class);

    /** A candidate's key as it stands in etcd. */
    private record Standing(String key, long createRevision, Leader leader) {}

    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private volatile Optional<Standing> first = Optional.empty();
    private volatile boolean synced;

    /** @return empty while nobody is known to stand */
    public Optional<Leader> leader() {
        return first.map(Standing::leader);
    }

    /** Whether {@code own} is the key that leads. The key alone would do, if an etcd never counted anew. */
    boolean isFirst(LeasedKey.Held own) {
        return synced
                && first.filter(standing ->
                                standing.key().equals(own.key()) && standing.createRevision() == own.revision())
                        .isPresent();
    }

    public void follow(WatchEvent event) {
        switch (event.type()) {
            case PUT -> stand(event);
            case DELETE -> standings.remove(event.key());
            case SYNCED -> synced = true;
            case RESTARTED -> LOG.warn("the election begins anew with etcd's data");
        }
        Optional<Standing> before = first;
        first = standings.values().stream().min(Comparator.comparingLong(Standing::createRevision));
        if (!before.equals(first)) {
            LOG.info(
                    "leader is {}",
                    leader().map(each -> each.id() + " at " + each.address()).orElse("nobody"));
        }
    }

    /** What is no candidate's key, whoever put it there, is nobody's: all nodes pass it over alike. */
    private void stand(WatchEvent event) {
        ClusterJson.read(event.value(), EtcdElection.Candidate.class)
                .map(candidate -> new Leader(candidate.id(), candidate.address()))
                .ifPresentOrElse(
                        leader -> standings.put(event.key(), new Standing(event.key(), event.createRevision(), leader)),
                        () -> standings.remove(event.key()));
    }
}
