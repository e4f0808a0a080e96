package caravan.cluster.etcd;

import static caravan.cluster.etcd.EtcdFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.cluster.Worker;
import caravan.etcd.Entry;
import caravan.etcd.WatchEvent;
import caravan.etcd.WatchEvent.Type;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker's right to crawl, with a real registration. */
@Timeout(120)
class DutyTest {
    private static final Worker ME = new Worker("me", "127.0.0.1:1");
    private static final Worker OTHER = new Worker("other", "127.0.0.1:2");

    private final EtcdFixture etcd = new EtcdFixture();
    private final Registration registration = new Registration(
            etcd.leasing(), EtcdFixture.LEASE, new WorkerEntry("me", "127.0.0.1:1", "", 10, "1", "i", ""));
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final Set<String> undefined = ConcurrentHashMap.newKeySet();
    private final ResourceView view = new ResourceView();
    private final Reconciler reconciler = new Reconciler("me", view, runner());
    private final Duty duty = new Duty(etcd.etcd(), registration.key(), view, reconciler);

    @AfterEach
    void close() {
        registration.close();
        etcd.close();
    }

    @Test
    void crawlsNothingBeforeItIsRegisteredAndHasListed() {
        store(pending("a", "1").assignedTo(ME));
        duty.catchUp();
        assertThat(duty.isOn()).isFalse();

        register();
        assertThat(duty.isOn()).as("not listed yet").isFalse();
        duty.catchUp();
        assertThat(duty.isOn()).isTrue();
        assertThat(done).containsExactly("open a 1");
    }

    @Test
    void opensAndClosesAsItIsTold() {
        register();
        duty.catchUp();
        duty.resourceChanged(put(pending("a", "1").assignedTo(ME)));
        duty.resourceChanged(put(pending("b", "2").assignedTo(OTHER)));
        duty.resourceChanged(put(pending("a", "1").assignedTo(ME))); // written once more, the same
        duty.resourceChanged(put(pending("a", "1").assignedTo(ME).assignedTo(OTHER)));
        duty.resourceChanged(put(pending("c", "3").assignedTo(ME)));
        duty.resourceChanged(delete("c"));

        assertThat(done).containsExactly("open a 1", "suspend a", "open c 3", "close c");
    }

    @Test
    void valueThatIsNoResourceClosesWhatRanUnderItsName() {
        register();
        duty.catchUp();
        duty.resourceChanged(put(pending("a", "1").assignedTo(ME)));
        etcd.server().put(Keys.resource("a"), "garbage");
        duty.resourceChanged(new WatchEvent(
                Type.PUT, Keys.resource("a"), "garbage", "", etcd.server().revision(), 1));
        assertThat(done).containsExactly("open a 1", "close a");
    }

    @Test
    void comesBackAfterALostRegistrationInLineWithWhatIsStoredThen() {
        register();
        store(pending("kept", "1").assignedTo(ME));
        store(pending("moved", "2").assignedTo(ME));
        duty.catchUp();
        etcd.etcd().revoke(registration.key().held().orElseThrow().lease());
        await().atMost(EtcdFixture.PATIENCE).until(() -> !duty.isOn());
        duty.resourceChanged(put(pending("moved", "2").assignedTo(ME).assignedTo(OTHER)));
        assertThat(done).as("closes nothing while it may not run anyway").hasSize(2);

        await().atMost(EtcdFixture.PATIENCE)
                .until(() -> registration.key().held().isPresent());
        assertThat(duty.isOn()).as("not listed again yet").isFalse();
        duty.catchUp();
        assertThat(duty.isOn()).isTrue();
        assertThat(done).containsExactly("open kept 1", "open moved 2", "suspend moved");
    }

    @Test
    void triesAgainWhenTheDefinitionComes() {
        undefined.add("a");
        register();
        store(pending("a", "1").assignedTo(ME));
        duty.catchUp();
        assertThat(reconciler.problems()).containsOnlyKeys("a");
        undefined.clear();
        duty.definitionChanged(new WatchEvent(Type.SYNCED, "", "", "", 9, 0));
        duty.definitionChanged(new WatchEvent(Type.PUT, Keys.TASKS + "a", "{}", "", 9, 9));

        assertThat(done).containsExactly("open a 1");
        assertThat(reconciler.problems()).isEmpty();
    }

    @Test
    void tellsWhatRunsOfAChangedDefinition() {
        register();
        store(pending("a", "1").assignedTo(ME));
        duty.catchUp();
        duty.definitionChanged(definition(Type.PUT, "a"));
        duty.definitionChanged(definition(Type.PUT, "another"));
        duty.definitionChanged(definition(Type.DELETE, "a"));
        assertThat(done).containsExactly("open a 1", "redefine a");
    }

    /** What runs stays as it is while it may not run anyway; what is opened afterwards is up to date by itself. */
    @Test
    void catchesUpWithDefinitionsThatChangedWhileItWasOffDuty() {
        duty.definitionChanged(definition(Type.PUT, "a"));
        register();
        store(pending("a", "1").assignedTo(ME));
        duty.catchUp();
        etcd.etcd().revoke(registration.key().held().orElseThrow().lease());
        await().atMost(EtcdFixture.PATIENCE).until(() -> !duty.isOn());
        duty.definitionChanged(definition(Type.PUT, "a"));
        duty.definitionChanged(definition(Type.PUT, "b"));
        assertThat(done).containsExactly("open a 1");

        store(pending("b", "2").assignedTo(ME));
        await().atMost(EtcdFixture.PATIENCE)
                .until(() -> registration.key().held().isPresent());
        duty.catchUp();
        assertThat(done).containsExactly("open a 1", "open b 2", "redefine a");
    }

    private static WatchEvent definition(Type type, String name) {
        return new WatchEvent(type, Keys.TASKS + name, "{}", "", 9, 9);
    }

    @Test
    void closesWhatAnEmptiedEtcdNoLongerHas() {
        register();
        duty.catchUp();
        duty.resourceChanged(put(pending("a", "1").assignedTo(ME)));
        duty.resourceChanged(new WatchEvent(Type.RESTARTED, "", "", "", 2, 0));
        duty.resourceChanged(new WatchEvent(Type.DELETE, Keys.resource("a"), "", "", 2, 0));
        duty.resourceChanged(new WatchEvent(Type.SYNCED, "", "", "", 2, 0));
        assertThat(done).containsExactly("open a 1", "close a");
    }

    private void register() {
        registration.start();
        await().atMost(EtcdFixture.PATIENCE)
                .until(() -> registration.key().held().isPresent());
    }

    private Entry store(Resource resource) {
        etcd.server().put(Keys.resource(resource.name()), ClusterJson.write(resource));
        return etcd.etcd().get(Keys.resource(resource.name())).orElseThrow();
    }

    private WatchEvent put(Resource resource) {
        Entry entry = store(resource);
        return new WatchEvent(Type.PUT, entry.key(), entry.value(), "", entry.modRevision(), entry.createRevision());
    }

    private WatchEvent delete(String name) {
        etcd.server().delete(Keys.resource(name));
        return new WatchEvent(
                Type.DELETE, Keys.resource(name), "", "", etcd.server().revision(), 0);
    }

    private Reconciler.Runner runner() {
        return new Reconciler.Runner() {
            @Override
            public void open(Resource resource) {
                if (undefined.contains(resource.name())) {
                    throw CaravanException.notFound("no task");
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
                done.add("redefine " + definition);
            }
        };
    }
}
