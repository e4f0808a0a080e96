package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.task.Task;
import caravan.task.Tasks;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link TaskStore} keeps to, wherever it stores. */
public abstract class TaskStoreContract {
    private TaskStore store;

    /** @return an empty store */
    protected abstract TaskStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @Test
    void findsWhatWasPut() {
        Task task = task("豆瓣.books_2", "http://one/", false);
        assertThat(store.put(task)).isTrue();
        assertThat(store.find("豆瓣.books_2")).contains(task);
        assertThat(store.find("豆瓣")).isEmpty();
    }

    @Test
    void putReplacesAndSaysSo() {
        store.put(task("a", "http://one/", true));
        Task other = task("a", "http://two/", false);
        assertThat(store.put(other)).isFalse();
        assertThat(store.find("a")).contains(other);
    }

    @Test
    void isNewOnceOnlyHoweverManyPutItAtOnce() {
        assertThat(IntStream.range(0, 50)
                        .parallel()
                        .filter(i -> store.put(task("a", "http://h" + i + "/", false)))
                        .count())
                .isEqualTo(1);
    }

    @Test
    void listsInOrderOfNames() {
        store.put(task("b", "http://one/", false));
        store.put(task("书", "http://one/", false));
        store.put(task("a", "http://one/", false));
        assertThat(store.list()).extracting(Task::name).containsExactly("a", "b", "书");
    }

    @Test
    void deletesOnce() {
        store.put(task("a", "http://one/", false));
        assertThat(store.delete("a")).isTrue();
        assertThat(store.delete("a")).isFalse();
        assertThat(store.find("a")).isEmpty();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void keepsWhetherPrivateAddressesAreAllowed() {
        store.put(task("mine", "http://one/", true));
        store.put(task("theirs", "http://one/", false));
        assertThat(store.find("mine")).map(Task::privateAllowed).contains(true);
        assertThat(store.list()).extracting(Task::privateAllowed).containsExactly(true, false);
    }

    protected static Task task(String name, String seed, boolean privateAllowed) {
        return Tasks.codec()
                .readJson("{\"name\":\"" + name + "\",\"seeds\":[\"" + seed + "\"]}", "test", privateAllowed);
    }
}
