package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.local.LocalResourceStore;
import caravan.cluster.local.LocalTaskStore;
import caravan.task.Tasks;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ResourcesTest {
    private final LocalResourceStore store = new LocalResourceStore();
    private final LocalTaskStore tasks = new LocalTaskStore();
    private List<Worker> workers = List.of(new Worker("1", "a:1"), new Worker("2", "b:1"), new Worker("3", "c:1"));
    private final Resources resources =
            new Resources(store, store, new Templates(tasks, Tasks.codec()), () -> workers, InstantSource.system());

    @Test
    void addsEachNameOnceAndLevelsTheLoadHoweverManyAddAtOnce() throws Exception {
        List<Callable<String>> adds = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            String name = "task" + i;
            define(name);
            Callable<String> add = () -> outcome(name);
            adds.addAll(List.of(add, add));
        }
        Collections.shuffle(adds);
        ExecutorService pool = Executors.newFixedThreadPool(32);
        List<String> outcomes = new ArrayList<>();
        try {
            for (Future<String> each : pool.invokeAll(adds)) {
                outcomes.add(each.get());
            }
        } finally {
            pool.shutdownNow();
        }

        assertThat(Collections.frequency(outcomes, "added")).isEqualTo(500);
        assertThat(Collections.frequency(outcomes, Kind.ALREADY_EXISTS.name())).isEqualTo(500);
        Map<String, Long> loads =
                store.list().stream().collect(Collectors.groupingBy(Resource::workerId, Collectors.counting()));
        assertThat(loads).hasSize(3);
        assertThat(Collections.max(loads.values()) - Collections.min(loads.values()))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void sameIdAgainSucceedsAndChangesNothing() {
        define("a");
        Worker first = resources.add("a", "id-1");
        Resource stored = resources.get("a");
        assertThat(resources.add("a", "id-1")).isEqualTo(new Worker(first.id(), first.address()));
        assertThat(resources.get("a")).isEqualTo(stored);
        assertKind(Kind.ALREADY_EXISTS, () -> resources.add("a", "id-2"));
        assertKind(Kind.ALREADY_EXISTS, () -> resources.add("a", ""));
    }

    @Test
    void saysWhatIsMissing() {
        assertKind(Kind.NOT_FOUND, () -> resources.add("unknown", ""));
        assertKind(Kind.NOT_FOUND, () -> resources.delete("unknown"));
        assertKind(Kind.NOT_FOUND, () -> resources.get("unknown"));
        workers = List.of();
        define("a");
        assertKind(Kind.UNAVAILABLE, () -> resources.add("a", ""));
        assertThat(store.list()).isEmpty();
    }

    @Test
    void addedAgainAfterADeleteItIsAnotherResource() {
        define("a");
        resources.add("a", "");
        String id = resources.get("a").id();
        resources.delete("a");
        resources.add("a", "");
        assertThat(resources.get("a").id()).isNotEqualTo(id);
    }

    @Test
    void reassignGivesWhatWasLeftToThoseWhoAreThere() {
        IntStream.range(0, 30).forEach(i -> {
            define("task" + i);
            resources.add("task" + i, "");
        });
        workers = List.of(workers.get(0));
        resources.reassign();
        assertThat(store.list()).hasSize(30).allMatch(each -> each.workerId().equals("1"));
        List<Resource> before = store.list();
        resources.reassign();
        assertThat(store.list()).isEqualTo(before);
    }

    private void define(String name) {
        tasks.put(Tasks.codec().readJson("{\"name\":\"" + name + "\",\"seeds\":[\"http://h/\"]}", "task"));
    }

    private String outcome(String name) {
        try {
            resources.add(name, "");
            return "added";
        } catch (CaravanException e) {
            return e.kind().name();
        }
    }

    private static void assertKind(Kind kind, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(CaravanException.class, e -> assertThat(e.kind())
                .isEqualTo(kind));
    }
}
