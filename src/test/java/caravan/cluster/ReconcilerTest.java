package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.cluster.local.LocalResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final Worker ME = new Worker("me", "localhost:1");
    private static final Worker OTHER = new Worker("other", "localhost:2");

    private final ResourceStore store = new LocalResourceStore();
    private final List<String> done = new ArrayList<>();
    private Optional<CaravanException> fault = Optional.empty();
    private final Reconciler reconciler = new Reconciler("me", store, new Reconciler.Runner() {
        @Override
        public void open(Resource resource) {
            if (fault.isPresent()) {
                throw fault.get();
            }
            done.add("open " + resource.name() + " " + resource.id());
        }

        @Override
        public void close(String name) {
            done.add("close " + name);
        }

        @Override
        public void suspend(String name) {
            done.add("suspend " + name);
        }

        @Override
        public void keepOnly(Set<String> names) {
            // nothing is kept
        }

        @Override
        public void redefine(String definition, List<Resource> running) {
            done.add("redefine " + definition + " "
                    + running.stream().map(Resource::name).sorted().toList());
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
    void suspendsWhatMovedAway() {
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        Resource moved = store.delete("a").orElseThrow().assignedTo(OTHER);
        store.create(moved);
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1", "suspend a");
    }

    @Test
    void triesAgainAtTheNextLookWhatCouldNotBeOpened() {
        fault = Optional.of(CaravanException.notFound("no task"));
        store.create(fresh("a", "1").assignedTo(ME));
        reconciler.reconcile();
        fault = Optional.empty();
        reconciler.reconcile();
        assertThat(done).containsExactly("open a 1");
    }

    /** Not a word about the resource, which would wait for the next look at everything. */
    @Test
    void passesOnThatWhatItNeedsCannotBeReadNow() {
        CaravanException away = new CaravanException(CaravanException.Kind.UNAVAILABLE, "etcd does not answer");
        fault = Optional.of(away);
        store.create(fresh("a", "1").assignedTo(ME));
        assertThatThrownBy(reconciler::reconcile).isSameAs(away);
        assertThatThrownBy(() -> reconciler.reconcile("a")).isSameAs(away);
        assertThat(reconciler.problems()).isEmpty();
        fault = Optional.empty();
        reconciler.reconcile("a");
        assertThat(done).containsExactly("open a 1");
    }

    @Test
    void tellsOfAChangedDefinitionWhatRunsByIt() {
        store.create(fresh("a", "1").assignedTo(ME));
        store.create(fresh("a-de", "2").by("a", Map.of("site", "de")).assignedTo(ME));
        store.create(fresh("b", "3").assignedTo(ME));
        store.create(fresh("a-fr", "4").by("a", Map.of()).assignedTo(OTHER));
        reconciler.reconcile();
        done.clear();
        reconciler.definitionChanged("a");
        reconciler.definitionChanged("a-de");
        reconciler.definitionChanged("nobody");
        assertThat(done).containsExactly("redefine a [a, a-de]");
    }

    @Test
    void opensWhatHadNoDefinitionOnceThatIsThere() {
        fault = Optional.of(CaravanException.notFound("no task"));
        store.create(fresh("a-de", "1").by("a", Map.of()).assignedTo(ME));
        reconciler.reconcile();
        fault = Optional.empty();
        reconciler.definitionChanged("a");
        assertThat(done).containsExactly("open a-de 1");
        assertThat(reconciler.problems()).isEmpty();
    }

    private static Resource fresh(String name, String id) {
        return new Resource(id, name, "", 1, "", 0);
    }
}
