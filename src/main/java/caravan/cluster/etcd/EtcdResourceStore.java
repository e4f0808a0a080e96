package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Resource;
import caravan.cluster.ResourceStore;
import caravan.etcd.Entry;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdTxn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * The resources in etcd. Reads are linearizable, and any master may make them. Every change carries the leader's
 * {@link Fence}, and names what it was decided on; one whose outcome is not known is read back. What was changed is
 * told to the leader's {@link ResourceView} at once. Thread-safe.
 */
public final class EtcdResourceStore implements ResourceStore {
    /** Conditions and changes of one move at most: the resource, the worker it leaves, the one it goes to. */
    private static final int PER_MOVE = 3;

    /** etcd refuses changes above 1.5 MiB. */
    private static final long MAX_BATCH_BYTES = 512 << 10;

    private static final int MAX_ATTEMPTS = 3;

    private final Etcd etcd;
    private final Supplier<Fence> fence;
    private final ResourceView view;

    public EtcdResourceStore(Etcd etcd, EtcdElection election, ResourceView view) {
        this(etcd, election::requireFence, view);
    }

    /** @param fence throws UNAVAILABLE while this process does not lead */
    EtcdResourceStore(Etcd etcd, Supplier<Fence> fence, ResourceView view) {
        this.etcd = etcd;
        this.fence = fence;
        this.view = view;
    }

    @Override
    public boolean create(Resource resource) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (created(resource)) {
                return true;
            }
            if (etcd.get(Keys.resource(resource.name())).isPresent()) {
                return false;
            }
            requireWorker(resource); // it is there: one of that name has been deleted meanwhile
        }
        throw new CaravanException(Kind.UNAVAILABLE, "not added: it keeps changing, or this master has lost its lead");
    }

    private boolean created(Resource resource) {
        String key = Keys.resource(resource.name());
        EtcdTxn txn = fence.get().txn().ifAbsent(key).put(key, ClusterJson.write(resource));
        if (!resource.workerId().isEmpty()) {
            txn.ifPresent(Keys.worker(resource.workerId()));
        }
        try {
            EtcdTxn.Outcome outcome = etcd.commit(txn);
            if (outcome.applied()) {
                view.apply(resource.name(), Optional.of(resource), outcome.revision());
            }
            return outcome.applied();
        } catch (CaravanException e) {
            return readBack(key, resource, e);
        }
    }

    /** @throws CaravanException UNAVAILABLE when it is gone */
    private void requireWorker(Resource resource) {
        String id = resource.workerId();
        if (!id.isEmpty() && etcd.get(Keys.worker(id)).isEmpty()) {
            throw new CaravanException(Kind.UNAVAILABLE, "not added: its worker has just left");
        }
    }

    /** Whether a create whose answer was missed has been made, as far as that can be told. */
    private boolean readBack(String key, Resource resource, CaravanException fault) {
        Entry there = etcd.get(key).orElseThrow(() -> fault);
        boolean ours = ClusterJson.resource(resource.name(), there.value())
                .filter(stored -> stored.id().equals(resource.id()))
                .isPresent();
        if (ours) {
            view.apply(resource.name(), Optional.of(resource), there.modRevision());
        }
        return ours;
    }

    @Override
    public Optional<Resource> find(String name) {
        return etcd.get(Keys.resource(name)).flatMap(entry -> ClusterJson.resource(name, entry.value()));
    }

    @Override
    public List<Resource> list() {
        return etcd.list(Keys.RESOURCES).entries().stream()
                .map(entry -> ClusterJson.resource(entry.key().substring(Keys.RESOURCES.length()), entry.value()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Optional<Resource> delete(String name) {
        String key = Keys.resource(name);
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Fence mine = fence.get();
            Optional<Entry> seen = etcd.get(key);
            if (seen.isEmpty()) {
                return Optional.empty();
            }
            if (deleted(mine, seen.get())) {
                return Optional.of(
                        ClusterJson.resource(name, seen.get().value()).orElse(new Resource("", name, "", 0, "", 0)));
            }
        }
        throw new CaravanException(
                Kind.UNAVAILABLE, "not deleted: it keeps changing, or this master has lost its lead");
    }

    private boolean deleted(Fence mine, Entry seen) {
        String name = seen.key().substring(Keys.RESOURCES.length());
        try {
            EtcdTxn.Outcome outcome = etcd.commit(
                    mine.txn().ifUnchanged(seen.key(), seen.modRevision()).delete(seen.key()));
            if (outcome.applied()) {
                view.apply(name, Optional.empty(), outcome.revision());
            }
            return outcome.applied();
        } catch (CaravanException e) {
            // Gone, or another one of that name: the one that was seen has been deleted, by this call or by another.
            if (etcd.get(seen.key())
                    .filter(now -> now.createRevision() == seen.createRevision())
                    .isPresent()) {
                throw e;
            }
            return true;
        }
    }

    @Override
    public List<Move> moveAll(List<Move> moves) {
        List<Move> made = new ArrayList<>();
        int from = 0;
        while (from < moves.size()) {
            List<Move> some = moves.subList(from, endOfBatch(moves, from));
            made.addAll(
                    moved(some)
                            ? some
                            : some.stream().filter(move -> moved(List.of(move))).toList());
            from += some.size();
        }
        return made;
    }

    /** As many as go into one change, by number and by size; one at least. */
    private static int endOfBatch(List<Move> moves, int from) {
        int most = Math.min(moves.size(), from + EtcdTxn.MAX_OPERATIONS / PER_MOVE);
        long bytes = 0;
        int end = from;
        while (end < most && (end == from || bytes + bytesOf(moves.get(end)) <= MAX_BATCH_BYTES)) {
            bytes += bytesOf(moves.get(end));
            end++;
        }
        return end;
    }

    private static long bytesOf(Move move) {
        return ClusterJson.write(move.moved()).getBytes(StandardCharsets.UTF_8).length;
    }

    /** All of them or none: none when one of the resources, or one of their workers, is not what it was. */
    private boolean moved(List<Move> moves) {
        EtcdTxn txn = fence.get().txn();
        for (Move move : moves) {
            OptionalLong revision = view.revisionOf(move.seen());
            if (revision.isEmpty()) {
                return false;
            }
            String key = Keys.resource(move.seen().name());
            txn.ifUnchanged(key, revision.getAsLong())
                    .ifPresent(Keys.worker(move.moved().workerId()))
                    .put(key, ClusterJson.write(move.moved()));
            if (!move.seen().workerId().isEmpty()) {
                txn.ifAbsent(Keys.worker(move.seen().workerId()));
            }
        }
        EtcdTxn.Outcome outcome = etcd.commit(txn);
        if (outcome.applied()) {
            moves.forEach(move -> view.apply(move.moved().name(), Optional.of(move.moved()), outcome.revision()));
        }
        return outcome.applied();
    }
}
