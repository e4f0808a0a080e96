package caravan.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Resource;
import caravan.cluster.ResourceStore.Move;
import caravan.cluster.Worker;
import caravan.task.Task;
import caravan.task.Tasks;
import caravan.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that takes nothing for a while: changes fail whole, and go on when it does again. */
@Timeout(60)
class KeptFilesFaultsTest {
    private final SmallDisk disk = SmallDisk.mount(1);
    private Path folder;
    private DataFolder data;
    private LocalResourceStore resources;
    private LocalTaskStore tasks;

    @BeforeEach
    void open() throws IOException {
        folder = disk.folder("data");
        data = DataFolder.open(folder);
        reopen();
        resources.create(resource("there"));
        tasks.put(task("there", "http://old/"));
    }

    @AfterEach
    void close() throws IOException {
        data.close();
        disk.close();
    }

    private void reopen() {
        resources = new LocalResourceStore(data);
        tasks = new LocalTaskStore(data, Tasks.codec());
    }

    @Test
    void fullDiskRefusesWhatItHasNoRoomForAndGoesOnByItself() throws IOException {
        disk.fill(0);
        Resource there = resource("there");
        assertRefused(
                "No space left on device",
                List.of(
                        () -> resources.create(resource("new")),
                        () -> resources.moveAll(List.of(new Move(there, there.assignedTo(new Worker("w", "h:1"))))),
                        () -> tasks.put(task("new", "http://new/")),
                        () -> tasks.put(task("there", "http://new/"))));
        assertUnchanged();
        assertThat(filesOf("resources")).hasSize(1);
        assertThat(filesOf("tasks")).hasSize(1);
        disk.makeRoom();
        assertGoesOn();
    }

    @Test
    void fullDiskTakesDeletesAndWhatTheyMakeRoomFor() throws IOException {
        disk.fill(0);
        assertThat(resources.delete("there")).isPresent();
        assertThat(resources.create(resource("new"))).isTrue();
        reopen();
        assertThat(resources.list()).containsExactly(resource("new"));
    }

    @Test
    void readOnlyDiskRefusesEveryChangeAndGoesOnByItself() throws IOException {
        disk.forbidWriting(folder);
        assertRefused(
                "Read-only file system",
                List.of(
                        () -> resources.create(resource("new")),
                        () -> resources.delete("there"),
                        () -> tasks.put(task("there", "http://new/")),
                        () -> tasks.take(task("there", "http://file/")),
                        () -> tasks.delete("there")));
        assertUnchanged();
        disk.allowWriting(folder);
        assertGoesOn();
    }

    @Test
    void threadThatIsToldToStopMakesItsChangeWhole() {
        Thread.currentThread().interrupt();
        assertThat(resources.create(resource("new"))).isTrue();
        assertThat(resources.delete("there")).isPresent();
        assertThat(Thread.interrupted()).isTrue();
        reopen();
        assertThat(resources.list()).containsExactly(resource("new"));
    }

    private void assertRefused(String why, List<Runnable> changes) {
        assertThat(changes).allSatisfy(change -> {
            CaravanException refusal = catchThrowableOfType(CaravanException.class, change::run);
            assertThat(refusal.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(refusal).hasMessageContainingAll(folder.toString(), why);
        });
    }

    private void assertUnchanged() {
        assertHasWhatWasThere();
        reopen();
        assertHasWhatWasThere();
    }

    private void assertHasWhatWasThere() {
        assertThat(resources.list()).containsExactly(resource("there"));
        assertThat(tasks.list()).containsExactly(task("there", "http://old/"));
    }

    private void assertGoesOn() {
        assertThat(resources.create(resource("new"))).isTrue();
        assertThat(resources.delete("there")).isPresent();
        assertThat(tasks.put(task("there", "http://new/"))).isFalse();
        reopen();
        assertThat(resources.list()).containsExactly(resource("new"));
        assertThat(tasks.list()).containsExactly(task("there", "http://new/"));
    }

    private List<Path> filesOf(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.toList();
        }
    }

    private static Resource resource(String name) {
        return new Resource("1", name, "", 1, "", 0);
    }

    private static Task task(String name, String seed) {
        return Tasks.codec().readJson("{\"name\":\"" + name + "\",\"seeds\":[\"" + seed + "\"]}", "test", false);
    }
}
