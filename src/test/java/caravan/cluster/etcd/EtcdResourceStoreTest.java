package caravan.cluster.etcd;

import static caravan.cluster.etcd.EtcdFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Resource;
import caravan.cluster.ResourceStore;
import caravan.cluster.ResourceStore.Move;
import caravan.cluster.ResourceStoreContract;
import caravan.cluster.Worker;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.testkit.ChaosProxy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class EtcdResourceStoreTest extends ResourceStoreContract {
    private static EtcdFixture etcd;

    private final ResourceView view = new ResourceView();
    private Fence fence;
    private Worker worker;
    private EtcdResourceStore store;

    @BeforeAll
    static void start() {
        etcd = new EtcdFixture();
    }

    @AfterAll
    static void close() {
        etcd.close();
    }

    @Override
    protected ResourceStore open() {
        etcd.clear();
        worker = etcd.register("w");
        fence = etcd.lead();
        store = storeBy(etcd.etcd(), fence);
        return store;
    }

    private EtcdResourceStore storeBy(Etcd by, Fence mine) {
        view.replace(etcd.etcd().list(Keys.RESOURCES));
        return new EtcdResourceStore(by, () -> mine, view);
    }

    /** All of them in one change would be more than etcd takes. */
    @Test
    void movesManyWithLargeValues() {
        Worker gone = etcd.register("gone");
        Worker there = etcd.register("there");
        String large = "\"".repeat(4096); // twice as long in JSON
        Map<String, String> values = IntStream.range(0, 8).boxed().collect(Collectors.toMap(i -> "p" + i, i -> large));
        List<Resource> all = IntStream.range(0, 30)
                .mapToObj(i -> pending("large" + i, "id" + i).by("t", values).assignedTo(gone))
                .toList();
        all.forEach(store::create);
        etcd.server().delete(Keys.worker("gone"));
        List<Move> moves = all.stream()
                .map(resource -> new Move(resource, resource.assignedTo(there)))
                .toList();
        assertThat(store.moveAll(moves)).hasSize(30);
        assertThat(store.list())
                .allMatch(
                        each -> each.workerId().equals("there") && each.values().equals(values));
    }

    @Test
    void changesNothingOnceItsLeaderIsGone() {
        store.create(pending("a", "1"));
        Resource a = store.find("a").orElseThrow();
        etcd.server().delete(fence.key());

        assertUnavailable(() -> store.create(pending("b", "2")));
        assertUnavailable(() -> store.delete("a"));
        assertThat(store.moveAll(List.of(new Move(a, a.assignedTo(worker))))).isEmpty();
        assertThat(etcd.server().list(Keys.RESOURCES)).containsOnlyKeys("/resources/a");
        assertThat(store.find("a")).contains(a);
    }

    /** The mutant: a condition that always holds. All that was refused above goes through. */
    @Test
    void withoutAFenceADeposedLeaderWouldChangeEverything() {
        store.create(pending("a", "1"));
        store.create(pending("c", "3"));
        etcd.server().delete(fence.key());
        EtcdResourceStore mutant = storeBy(etcd.etcd(), new Fence("/never", 0));
        Resource c = mutant.find("c").orElseThrow();

        assertThat(mutant.create(pending("b", "2"))).isTrue();
        assertThat(mutant.delete("a")).isPresent();
        assertThat(mutant.moveAll(List.of(new Move(c, c.assignedTo(worker))))).hasSize(1);
    }

    @Test
    void newLeaderUnderTheSameKeyIsNotTheOldOne() {
        etcd.server().delete(fence.key());
        etcd.lead();
        assertUnavailable(() -> store.create(pending("b", "2")));
        assertThat(store.find("b")).isEmpty();
    }

    @Test
    void addsNothingForAWorkerThatHasLeft() {
        etcd.server().delete(Keys.worker("w"));
        assertUnavailable(() -> store.create(pending("a", "1").assignedTo(worker)));
        assertThat(etcd.server().list(Keys.RESOURCES)).isEmpty();
    }

    @Test
    void movesOnlyFromAWorkerThatIsGoneToOneThatIsThere() {
        Worker other = etcd.register("other");
        Resource onOther = pending("a", "1").assignedTo(other);
        store.create(onOther);
        Move move = new Move(onOther, onOther.assignedTo(worker));
        assertThat(store.moveAll(List.of(move))).as("its worker is alive").isEmpty();
        etcd.server().delete(Keys.worker("other"));
        etcd.server().delete(Keys.worker("w"));
        assertThat(store.moveAll(List.of(move))).as("nobody is there").isEmpty();
        etcd.register("w");
        assertThat(store.moveAll(List.of(move))).containsExactly(move);
        assertThat(view.find("a").map(Resource::epoch)).contains(2L);
    }

    @Test
    void doesNotMoveWhatWasChangedBehindItsBack() {
        store.create(pending("a", "1"));
        Resource a = store.find("a").orElseThrow();
        etcd.server().put("/resources/a", ClusterJson.write(pending("a", "2")));

        assertThat(store.moveAll(List.of(new Move(a, a.assignedTo(worker))))).isEmpty();
        assertThat(store.find("a").map(Resource::id)).contains("2");
    }

    @Test
    void movesAThousandInFewTransactions() {
        IntStream.range(0, 1000).forEach(i -> store.create(pending("r" + i, "1")));
        List<Move> moves = store.list().stream()
                .map(each -> new Move(each, each.assignedTo(worker)))
                .toList();
        long before = etcd.server().revision();

        assertThat(store.moveAll(moves)).hasSize(1000);
        assertThat(etcd.server().revision() - before).isLessThanOrEqualTo(24);
        assertThat(store.list()).hasSize(1000).allMatch(each -> each.workerId().equals("w"));
    }

    @Test
    void readsBackWhatItWasNotAnsweredAbout() throws Exception {
        try (Behind behind = new Behind()) {
            EtcdResourceStore unlucky = storeBy(behind.etcd(), fence);
            behind.proxy().oneWay(ChaosProxy.Direction.UP);
            CompletableFuture<Boolean> created = CompletableFuture.supplyAsync(() -> unlucky.create(pending("a", "1")));
            await().atMost(EtcdFixture.PATIENCE)
                    .until(() -> etcd.server().get("/resources/a").isPresent());
            behind.proxy().off();
            assertThat(created.get()).isTrue();
            assertThat(view.find("a")).isPresent();
        }
    }

    @Test
    void saysThatItCannotTellWhereNothingIsAnswered() throws Exception {
        try (Behind behind = new Behind()) {
            EtcdResourceStore unlucky = storeBy(behind.etcd(), fence);
            behind.proxy().blackhole();
            assertUnavailable(() -> unlucky.create(pending("a", "1")));
            assertThat(etcd.server().get("/resources/a")).isEmpty();
        }
    }

    @Test
    void passesOverWhatIsNoResourceAndCountsIt() {
        store.create(pending("good", "1"));
        List.of("garbage", "", "null", "[]", "{\"Epoch\":\"x\"}")
                .forEach(value -> etcd.server().put("/resources/bad" + value.hashCode(), value));
        etcd.server().put("/resources/a b", ClusterJson.write(pending("x", "1")));
        etcd.server().put("/resources/", ClusterJson.write(pending("x", "1")));
        etcd.server().put("/resources/byhand", "{\"WorkerID\":\"w\",\"Colour\":\"red\"}");
        view.replace(etcd.etcd().list(Keys.RESOURCES));

        assertThat(store.list()).extracting(Resource::name).containsExactly("byhand", "good");
        assertThat(view.list()).isEqualTo(store.list());
        assertThat(view.malformed()).isEqualTo(7);
        assertThat(store.find("a b")).isEmpty();
    }

    @Test
    void deletesWhatIsNoResource() {
        etcd.server().put("/resources/bad", "garbage");
        assertThat(store.create(pending("bad", "1"))).isFalse();
        assertThat(store.delete("bad")).map(Resource::name).contains("bad");
        assertThat(etcd.server().get("/resources/bad")).isEmpty();
    }

    @Test
    void viewKnowsWhatWasChangedAtOnce() {
        store.create(pending("a", "1"));
        assertThat(view.find("a").map(Resource::id)).contains("1");
        store.delete("a");
        assertThat(view.find("a")).isEqualTo(Optional.empty());
    }

    private static void assertUnavailable(ThrowingCallable change) {
        assertThatThrownBy(change).isInstanceOfSatisfying(CaravanException.class, e -> assertThat(e.kind())
                .isEqualTo(Kind.UNAVAILABLE));
    }

    /** A connection to etcd through a network that can be broken; it stands. */
    private record Behind(ChaosProxy proxy, Etcd etcd) implements AutoCloseable {
        Behind() {
            this(ChaosProxy.to(EtcdResourceStoreTest.etcd.server().port()));
        }

        private Behind(ChaosProxy proxy) {
            this(proxy, new Etcd(EtcdSettings.plain("http://127.0.0.1:" + proxy.port())));
            etcd.get("/");
        }

        @Override
        public void close() throws IOException {
            etcd.close();
            proxy.close();
        }
    }
}
