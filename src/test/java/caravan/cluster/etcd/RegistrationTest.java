package caravan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.etcd.EtcdTxn;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RegistrationTest {
    private final EtcdFixture etcd = new EtcdFixture();

    @AfterEach
    void close() {
        etcd.close();
    }

    @Test
    void idThatAnotherProcessHoldsIsRefused() {
        try (Registration first = start("one");
                Registration second = start("two")) {
            await().atMost(EtcdFixture.PATIENCE).until(() -> second.refused().isDone());
            assertThat(second.refused().join()).contains("'w'", "at one:1", "--id");
            assertThat(second.key().held()).isEmpty();
            assertThat(first.refused()).isNotDone();
            assertThat(first.key().held()).isPresent();
        }
    }

    /** Killed and started again before its lease has ended. */
    @Test
    void idOfAProcessThatIsGoneIsTakenWhenItsLeaseEnds() {
        long left = etcd.etcd().grant(Duration.ofSeconds(2));
        etcd.etcd().commit(new EtcdTxn().put(Keys.worker("w"), ClusterJson.write(entry("gone")), left));
        try (Registration again = start("again")) {
            await().atMost(EtcdFixture.PATIENCE).until(() -> again.key().held().isPresent());
            assertThat(again.refused()).isNotDone();
            assertThat(etcd.server().get(Keys.worker("w")).orElseThrow()).contains("again");
        }
        assertThat(etcd.server().get(Keys.worker("w"))).isEmpty();
    }

    @Test
    void workersAreSeenByTheIdInTheirKey() {
        try (Registration registered = start("one")) {
            await().atMost(EtcdFixture.PATIENCE)
                    .until(() -> registered.key().held().isPresent());
            etcd.server().put(Keys.worker("garbage"), "garbage");
            etcd.server().put(Keys.worker("x"), "{\"id\":\"liar\",\"address\":\"x:1\",\"capacity\":3}");
            assertThat(new EtcdWorkerDirectory(etcd.etcd()).workers())
                    .containsExactly(entry("one").worker("w"), new caravan.cluster.Worker("x", "x:1", 3));
        }
    }

    private Registration start(String instance) {
        Registration registration = new Registration(etcd.leasing(), EtcdFixture.LEASE, entry(instance));
        registration.start();
        await().atMost(EtcdFixture.PATIENCE)
                .until(() -> etcd.server().get(Keys.worker("w")).isPresent());
        return registration;
    }

    private static WorkerEntry entry(String instance) {
        return new WorkerEntry("w", instance + ":1", "", 10, "1", instance, "");
    }
}
