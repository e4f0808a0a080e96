package caravan.cluster.etcd;

import static caravan.cluster.etcd.EtcdFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.cluster.Worker;
import caravan.cluster.local.LocalResourceStore;
import caravan.etcd.LeasedKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StatusReporterTest {
    private static final Worker ME = new Worker("me", "127.0.0.1:1");

    private final EtcdFixture etcd = new EtcdFixture();
    private final Registration registration = new Registration(
            etcd.leasing(), EtcdFixture.LEASE, new WorkerEntry("me", "127.0.0.1:1", "", 10, "1", "i", ""));
    private final LocalResourceStore stored = new LocalResourceStore();
    private final Reconciler reconciler = new Reconciler("me", stored, runner());
    private final StatusBoard board = new StatusBoard(etcd.etcd());
    private volatile int pages = 1;
    private final StatusReporter reporter = new StatusReporter(
            etcd.etcd(), "me", registration.key(), reconciler, name -> Optional.of(Map.of("pages", pages)));

    @BeforeEach
    void register() {
        registration.start();
        await().atMost(EtcdFixture.PATIENCE).until(() -> lease().isPresent());
    }

    @AfterEach
    void close() {
        registration.close();
        etcd.close();
    }

    @Test
    void reportsWhatRunsAndWhatDoesNot() {
        Resource runs = add("runs");
        Resource unknown = add("unknown");
        Resource failed = add("failed");
        reporter.report();

        assertThat(report(runs)).contains("\"pages\":1", "\"worker\":\"me\"").doesNotContain("reason");
        assertThat(report(unknown)).contains("\"state\":\"unknown task\"");
        assertThat(report(failed)).contains("\"state\":\"failed\"", "\"reason\":\"broken\"");
        assertThat(board.now().apply(runs)).isEqualTo(board.of(runs)).isPresent();
    }

    @Test
    void reportsOfAnEarlierRunAreNotShown() {
        Resource runs = add("runs");
        reporter.report();
        assertThat(board.of(runs.assignedTo(ME))).isEmpty();
        assertThat(board.of(pending("runs", "another").assignedTo(ME))).isEmpty();
    }

    @Test
    void writesOnlyWhatHasChanged() {
        add("runs");
        reporter.report();
        long revision = etcd.server().revision();
        reporter.report();
        assertThat(etcd.server().revision()).isEqualTo(revision);
        pages = 2;
        reporter.report();
        assertThat(etcd.server().revision()).isEqualTo(revision + 1);
        assertThat(etcd.server().get("/status/runs").orElseThrow()).contains("\"pages\":2");
    }

    @Test
    void writesMoreThanOneTransactionHolds() {
        IntStream.range(0, 300).forEach(i -> add("task" + i));
        reporter.report();
        assertThat(etcd.server().list(Keys.STATUS)).hasSize(300);
    }

    @Test
    void withdrawsItsOwnReportsOnly() {
        add("mine");
        add("theirs");
        reporter.report();
        etcd.server().put("/status/theirs", "of the worker that has it now");
        stored.delete("mine");
        stored.delete("theirs");
        reconciler.reconcile();
        reporter.report();

        assertThat(etcd.server().list(Keys.STATUS)).containsOnlyKeys("/status/theirs");
    }

    @Test
    void reportsVanishWithTheRegistrationAndAreWrittenAnewWithTheNext() {
        add("runs");
        reporter.report();
        long lease = lease().orElseThrow();
        etcd.etcd().revoke(lease);
        assertThat(etcd.server().list(Keys.STATUS)).isEmpty();
        reporter.report(); // under a lease that is gone: nothing, and no exception
        await().atMost(EtcdFixture.PATIENCE).until(() -> lease().isPresent() && lease().get() != lease);
        reporter.report();
        assertThat(etcd.server().list(Keys.STATUS)).containsOnlyKeys("/status/runs");
    }

    private Optional<Long> lease() {
        return registration.key().held().map(LeasedKey.Held::lease);
    }

    private Resource add(String name) {
        Resource resource = pending(name, "id").assignedTo(ME);
        stored.create(resource);
        reconciler.reconcile(name);
        return resource;
    }

    private String report(Resource resource) {
        return board.of(resource).orElseThrow().toString();
    }

    private static Reconciler.Runner runner() {
        return new Reconciler.Runner() {
            @Override
            public void open(Resource resource) {
                if (resource.name().equals("unknown")) {
                    throw CaravanException.notFound("no task");
                }
                if (resource.name().equals("failed")) {
                    throw new IllegalStateException("broken");
                }
            }

            @Override
            public void close(String name) {
                // nothing to close
            }

            @Override
            public void suspend(String name) {
                // nothing runs
            }

            @Override
            public void keepOnly(Set<String> names) {
                // nothing is kept
            }

            @Override
            public void redefine(String definition, List<Resource> running) {
                // nothing runs
            }
        };
    }
}
