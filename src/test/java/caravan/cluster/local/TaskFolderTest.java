package caravan.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.task.Task;
import caravan.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskFolderTest {
    @TempDir
    Path folder;

    private final List<String> defined = new ArrayList<>();
    private CaravanException disturbance;
    private TaskFolder tasks;
    /** Of the file that was written last: what is written later has a later time, however fast the test is. */
    private long second = 1_700_000_000;

    @BeforeEach
    void load() {
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 1");
        write("b.yaml", "name: b\nseeds: [http://h/]\ndepth: 1");
        tasks = new TaskFolder(folder, Tasks.codec(), this::define);
        assertThat(tasks.load()).extracting(Task::name).containsExactly("a", "b");
    }

    @Test
    void takesWhatHasChangedAndWhatIsNew() {
        lookTwice();
        assertThat(defined).as("nothing has changed").isEmpty();
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 2");
        write("c.yml", "name: c\nseeds: [http://h/]\ndepth: 3");
        write("readme.txt", "name: d");
        lookTwice();
        lookTwice();
        assertThat(defined).containsExactly("a 2", "c 3");
    }

    @Test
    void takesNoFileThatIsBeingWritten() {
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 2");
        tasks.look();
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 23");
        tasks.look();
        assertThat(defined).isEmpty();
        tasks.look();
        assertThat(defined).containsExactly("a 23");
    }

    @Test
    void refusesABadFileWholeUntilItIsMended() {
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 2\ncolour: red");
        lookTwice();
        lookTwice();
        assertThat(defined).isEmpty();
        assertThat(tasks.problems()).containsOnlyKeys(file("a.yaml"));
        assertThat(tasks.problems().get(file("a.yaml")).reason()).contains("a.yaml:4", "colour");
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 3");
        lookTwice();
        assertThat(defined).containsExactly("a 3");
        assertThat(tasks.problems()).isEmpty();
    }

    @Test
    void tellsOfADefinitionThatWhatRunsCouldNotGoOnWith() {
        disturbance = CaravanException.invalid("no");
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 2");
        lookTwice();
        assertThat(tasks.problems().get(file("a.yaml")).reason()).isEqualTo("no");
    }

    @Test
    void letsNoFileDefineWhatAnotherDoes() {
        write("c.yaml", "name: a\nseeds: [http://h/]\ndepth: 9");
        lookTwice();
        assertThat(defined).isEmpty();
        assertThat(tasks.problems().get(file("c.yaml")).reason()).contains("task 'a' is defined in", "a.yaml too");
        write("c.yaml", "name: c\nseeds: [http://h/]\ndepth: 9");
        lookTwice();
        assertThat(defined).containsExactly("c 9");
    }

    @Test
    void leavesThingsAsTheyAreWhenAFileIsGone() throws IOException {
        write("a.yaml", "nonsense");
        lookTwice();
        assertThat(tasks.problems()).isNotEmpty();
        Files.delete(folder.resolve("a.yaml"));
        lookTwice();
        assertThat(tasks.problems()).isEmpty();
        assertThat(defined).isEmpty();
        write("renamed.yaml", "name: a\nseeds: [http://h/]\ndepth: 4");
        lookTwice();
        assertThat(defined).containsExactly("a 4");
    }

    @Test
    void namesEveryFaultOfTheFirstReading() {
        write("a.yaml", "nonsense");
        write("b.yaml", "name: b");
        assertThatThrownBy(() -> new TaskFolder(folder, Tasks.codec(), this::define).load())
                .isInstanceOf(CaravanException.class)
                .hasMessageContainingAll("a.yaml", "b.yaml");
    }

    @Test
    void triesAgainWhatCannotBeTakenAtTheMoment() {
        disturbance = new CaravanException(Kind.UNAVAILABLE, "disk full");
        write("a.yaml", "name: a\nseeds: [http://h/]\ndepth: 2");
        lookTwice();
        lookTwice();
        assertThat(tasks.problems().get(file("a.yaml")).reason()).isEqualTo("disk full");
        disturbance = null;
        tasks.look();
        tasks.look();
        assertThat(defined).containsExactly("a 2");
        assertThat(tasks.problems()).isEmpty();
    }

    private void lookTwice() {
        tasks.look();
        tasks.look();
    }

    private void define(Task task) {
        if (disturbance != null) {
            throw disturbance;
        }
        defined.add(task.name() + " " + task.limits().depth());
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void write(String name, String text) {
        try {
            Path file = Files.writeString(folder.resolve(name), text);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1000 * second++));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
