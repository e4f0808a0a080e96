package caravan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.cluster.Leadership;
import caravan.cluster.Resource;
import caravan.task.Task;
import caravan.task.Tasks;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SeedingTest {
    private static EtcdFixture etcd;
    private Fence fence;

    @BeforeAll
    static void start() {
        etcd = new EtcdFixture();
    }

    @AfterAll
    static void close() {
        etcd.close();
    }

    @BeforeEach
    void lead() {
        etcd.clear();
        fence = etcd.lead();
    }

    @Test
    void definesAndAddsWhatIsNotThereToWaitForAWorker() {
        etcd.server().put("/tasks/b", "of the operator");
        seeding(() -> fence).seed();

        assertThat(etcd.server().list(Keys.TASKS)).containsOnlyKeys("/tasks/a", "/tasks/b");
        assertThat(etcd.server().get("/tasks/b")).contains("of the operator");
        assertThat(stored("a").workerId()).isEmpty();
        assertThat(stored("a").epoch()).isZero();
    }

    @Test
    void addsNoSecondTimeWhatSomebodyTookAway() {
        Seeding once = seeding(() -> fence);
        once.seed();
        etcd.server().delete("/resources/a");
        once.seed();
        seeding(() -> fence).seed();
        assertThat(etcd.server().list(Keys.RESOURCES)).isEmpty();
    }

    @Test
    void leavesAloneWhatWasAddedByHandAndCountsThatAsAdded() {
        etcd.server().put("/resources/a", "by hand");
        seeding(() -> fence).seed();
        assertThat(etcd.server().get("/resources/a")).contains("by hand");
        etcd.server().delete("/resources/a");
        seeding(() -> fence).seed();
        assertThat(etcd.server().list(Keys.RESOURCES)).isEmpty();
    }

    @Test
    void doesNothingWithoutTheLead() {
        assertThatThrownBy(seeding(() -> {
                    throw Leadership.notLeading();
                })::seed)
                .isInstanceOf(CaravanException.class);
        assertThat(etcd.server().list("/")).containsOnlyKeys(fence.key());
    }

    /** It still believes that it leads: etcd knows better, and what it has refused is still to be done. */
    @Test
    void isNotDoneWhereTheLeadWasLostOnTheWay() {
        Fence[] held = {fence};
        Seeding seeding = seeding(() -> held[0]);
        etcd.server().delete(fence.key());
        assertThatThrownBy(seeding::seed).isInstanceOf(CaravanException.class);
        assertThat(etcd.server().list("/")).isEmpty();

        held[0] = etcd.lead();
        seeding.seed();
        assertThat(stored("a").id()).isNotEmpty();
    }

    private static Seeding seeding(Supplier<Fence> fence) {
        return new Seeding(
                etcd.etcd(),
                fence,
                new EtcdTaskStore(etcd.etcd(), Tasks.codec()),
                List.of(task("a"), task("b")),
                List.of("a"));
    }

    private static Task task(String name) {
        return Tasks.codec().readJson("{\"name\":\"" + name + "\",\"seeds\":[\"http://h/\"]}", "test");
    }

    private static Resource stored(String name) {
        return ClusterJson.resource(name, etcd.server().get(Keys.resource(name)).orElseThrow())
                .orElseThrow();
    }
}
