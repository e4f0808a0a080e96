package caravan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.TaskStore;
import caravan.cluster.TaskStoreContract;
import caravan.task.Task;
import caravan.task.Tasks;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EtcdTaskStoreTest extends TaskStoreContract {
    private static EtcdFixture etcd;
    private EtcdTaskStore store;

    @BeforeAll
    static void start() {
        etcd = new EtcdFixture();
    }

    @AfterAll
    static void close() {
        etcd.close();
    }

    @Override
    protected TaskStore open() {
        etcd.clear();
        store = new EtcdTaskStore(etcd.etcd(), Tasks.codec());
        return store;
    }

    @Test
    void readsWhatWasWrittenByHand() {
        etcd.server().put("/tasks/hand", "{ \"name\": \"hand\",\n \"seeds\": [\"http://h/\"] }");
        assertThat(store.find("hand")).contains(task("hand", "http://h/", false));
    }

    @Test
    void keepsNumbersAsTheyWereWritten() {
        String definition = """
                {"name":"prices","seeds":[{"url":"http://h/","carry":{"a":1.50,"b":12345678901234567.125}}]}""";
        store.put(Tasks.codec().readJson(definition, "test"));
        assertThat(store.find("prices")).map(Task::document).contains(definition);
    }

    @Test
    void passesOverInListsWhatIsNoDefinitionAndSaysSoWhereItIsAskedFor() {
        store.put(task("good", "http://h/", false));
        Map<String, String> poison = Map.of(
                "garbage", "garbage",
                "empty", "",
                "null", "null",
                "list", "[]",
                "seedless", "{\"name\":\"seedless\"}",
                "unknown", "{\"name\":\"unknown\",\"seeds\":[\"http://h/\"],\"colour\":1}",
                "other", "{\"name\":\"another\",\"seeds\":[\"http://h/\"]}");
        poison.forEach((name, value) -> etcd.server().put("/tasks/" + name, value));

        assertThat(store.list()).extracting(Task::name).containsExactly("good");
        assertThat(poison.keySet()).allSatisfy(name -> assertThatThrownBy(() -> store.find(name))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageContaining("/tasks/" + name));
        assertThat(store.put(task("garbage", "http://h/", false))).isFalse();
        assertThat(store.find("garbage")).isPresent();
    }
}
