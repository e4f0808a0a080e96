package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.CaravanException;
import caravan.cluster.local.LocalResourceStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Worker ME = new Worker("me", "localhost:1");
    private static final Worker OTHER = new Worker("other", "localhost:2");

    private final ResourceStore store = new LocalResourceStore();
    private final List<String> done = new ArrayList<>();
    private boolean failing;
    private final Reconciler reconciler = new Reconciler("me", store, new Reconciler.Runner() {
        @Override
        public void open(Resource resource) {
            if (failing) {
                throw CaravanException.notFound("no task");
            }
            done.add("open " + resource.name() + " " + resource.id());
        }

        @Override
        public void close(String name) {
            done.add("close " + name);
        }
    });

    @Test
    void opensWhatIsAssignedToThisWorkerOnly() {
        store.create(fresh("a", "1").assignedTo(ME));
        store.create(fresh("b", "2").assignedTo(OTHER));
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1");
    }

    @Test
    void doesNothingWhenNothingChanged() {
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1");
    }

    @Test
    void closesWhatWasDeleted() {
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        store.delete("a");
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1", "close a");
    }

    @Test
    void opensAfreshWhatWasDeletedAndAddedBetweenTwoLooks() {
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        store.delete("a");
        store.create(fresh("a", "2").assignedTo(ME));
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1", "close a", "open a 2");
    }

    @Test
    void closesWhatMovedAway() {
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        Resource moved = store.delete("a").orElseThrow().assignedTo(OTHER);
        store.create(moved);
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1", "close a");
    }

    @Test
    void triesAgainAtTheNextLookWhatCouldNotBeOpened() {
        failing = true;
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        failing = false;
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1");
    }

    private static Resource fresh(String name, String id) {
        return new Resource(id, name, "", 1, "", 0);
    }
}
