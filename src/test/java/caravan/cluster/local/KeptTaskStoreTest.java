package caravan.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.TaskStore;
import caravan.cluster.TaskStoreContract;
import caravan.task.Task;
import caravan.task.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code rest} below is what was put, {@code file} what the operator's file says. */
class KeptTaskStoreTest extends TaskStoreContract {
    @TempDir
    Path folder;

    private DataFolder data;
    private LocalTaskStore store;

    @Override
    protected TaskStore open() {
        data = DataFolder.open(folder);
        store = new LocalTaskStore(data, Tasks.codec());
        return store;
    }

    @AfterEach
    void close() throws IOException {
        data.close();
    }

    private void restart() throws IOException {
        data.close();
        open();
    }

    @Test
    void hasWhatWasPutAndNotWhatWasDeletedAfterARestart() throws IOException {
        Task mine = task("mine", "http://one/", true);
        Task theirs = task("豆瓣", "http://two/", false);
        Stream.of(mine, task("theirs", "http://old/", false), task("gone", "http://one/", false))
                .forEach(store::put);
        store.put(theirs);
        store.put(task("theirs", "http://new/", false));
        store.delete("gone");
        restart();
        assertThat(store.list()).containsExactly(mine, task("theirs", "http://new/", false), theirs);
        assertThat(store.put(mine)).isFalse();
    }

    @Test
    void keepsADefinitionAsItWasWritten() throws IOException {
        String definition = """
                {"name":"prices","seeds":[{"url":"http://h/","carry":{"a":1.50,"b":12345678901234567.125,"c":"书"}}]}""";
        store.put(Tasks.codec().readJson(definition, "test"));
        assertThat(folder.resolve("tasks").resolve(KeptFiles.fileName("prices")))
                .hasContent(definition);
        restart();
        assertThat(store.find("prices")).map(Task::document).contains(definition);
    }

    @Test
    void keepsNothingOfFiles() throws IOException {
        store.load(file("one"));
        store.take(file("two"));
        try (Stream<Path> files = Files.list(folder.resolve("tasks"))) {
            assertThat(files).isEmpty();
        }
        restart();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void whatWasPutInThePlaceOfAFileCountsAfterARestartToo() throws IOException {
        store.load(file("old"));
        store.put(rest());
        for (int starts = 0; starts < 3; starts++) {
            restart();
            store.load(file("old"));
            assertThat(store.find("a")).contains(rest());
        }
        assertThat(store.put(rest())).isFalse();
        restart();
        store.load(file("old"));
        assertThat(store.find("a")).contains(rest());
    }

    @Test
    void fileThatHasChangedMeanwhileCountsAfterARestartAndFromThenOn() throws IOException {
        store.load(file("old"));
        store.put(rest());
        restart();
        store.load(file("new"));
        assertThat(store.find("a")).contains(file("new"));
        restart();
        assertThat(store.find("a")).isEmpty();
        store.load(file("old"));
        assertThat(store.find("a")).contains(file("old"));
    }

    @Test
    void fileThatIsNewTakesThePlaceOfWhatWasPutBefore() throws IOException {
        store.put(rest());
        restart();
        store.load(file("new"));
        assertThat(store.find("a")).contains(file("new"));
    }

    @Test
    void fileThatChangesWhileItRunsCountsAlsoWhereItSaysWhatItSaid() throws IOException {
        store.load(file("old"));
        store.put(rest());
        store.take(file("old"));
        assertThat(store.find("a")).contains(file("old"));
        restart();
        assertThat(store.find("a")).isEmpty();
    }

    @Test
    void whatWasPutStaysWhenItsFileIsGone() throws IOException {
        store.load(file("old"));
        store.put(rest());
        restart();
        assertThat(store.find("a")).contains(rest());
    }

    @Test
    void deletedDefinitionOfAFileIsThatOfTheFileAfterARestart() throws IOException {
        store.load(file("old"));
        store.put(rest());
        assertThat(store.delete("a")).isTrue();
        assertThat(store.find("a")).isEmpty();
        restart();
        assertThat(store.find("a")).isEmpty();
        store.load(file("old"));
        assertThat(store.find("a")).contains(file("old"));
    }

    @Test
    void tellsListenersOfWhatCounts() throws IOException {
        StringBuilder told = new StringBuilder();
        store.onPut(told::append);
        store.load(file("old"));
        store.put(rest());
        store.take(file("new"));
        assertThat(told).hasToString("aaa");
    }

    /** One that grows by being written again, here a number, must not stop the next start. */
    @Test
    void refusesWhatItCouldNotReadBack() throws IOException {
        String seed = "{\"url\":\"http://h/\",\"carry\":{\"x\":1e5}}";
        String seeds = String.join(",", Collections.nCopies((1 << 20) / (seed.length() + 1) - 10, seed));
        String definition = "{\"name\":\"a\",\"seeds\":[" + seeds + "]}";
        Task task = Tasks.codec().readJson(definition, "test");
        assertThatThrownBy(() -> store.put(task))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageContaining("larger than 1 MiB");
        restart();
        assertThat(store.list()).isEmpty();
    }

    private static Task rest() {
        return task("a", "http://rest/", false);
    }

    private static Task file(String host) {
        return task("a", "http://" + host + "/", true);
    }
}
