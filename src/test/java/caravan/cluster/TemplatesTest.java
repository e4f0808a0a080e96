package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.local.LocalResourceStore;
import caravan.cluster.local.LocalTaskStore;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.Tasks;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One definition, several resources with values of their own. */
class TemplatesTest {
    private final LocalTaskStore tasks = new LocalTaskStore();
    private final LocalResourceStore store = new LocalResourceStore();
    private final Templates templates = new Templates(tasks, Tasks.codec());
    private final Resources resources =
            new Resources(store, store, templates, () -> List.of(new Worker("w", "h:1")), InstantSource.system());

    @Test
    void makesATaskOfTheTemplateTheNameAndTheValues() {
        define("books", "'http://${site}/'");
        resources.add(command("books-de", "books", Map.of("site", "de.example")));
        Resource stored = resources.get("books-de");
        assertThat(stored.definition()).isEqualTo("books");
        assertThat(stored.values()).containsExactly(Map.entry("site", "de.example"));
        Task task = templates.taskOf(stored);
        assertThat(task.name()).isEqualTo("books-de");
        assertThat(task.definition()).isEqualTo("books");
        assertThat(task.seeds()).extracting(Seed::url).containsExactly("http://de.example/");
    }

    @Test
    void refusesWhatDoesNotFitBeforeItIsStored() {
        define("books", "'http://${site}/'");
        assertRefused(Kind.NOT_FOUND, "no task named 'bocks'", command("x", "bocks", Map.of()));
        assertRefused(Kind.NOT_FOUND, "no task named 'x'", command("x", "", Map.of()));
        assertRefused(Kind.INVALID, "needs a value", command("x", "books", Map.of()));
        assertRefused(Kind.INVALID, "colour", command("x", "books", Map.of("site", "h", "colour", "red")));
        assertRefused(Kind.INVALID, "h:99999", command("x", "books", Map.of("site", "h:99999")));
        assertThat(store.list()).isEmpty();
    }

    @Test
    void refusesADefinitionThatAResourceCouldNotGoOnWith() {
        define("books", "'http://${site}/'");
        resources.add(command("books-de", "books", Map.of("site", "de.example")));
        Task before = tasks.find("books").orElseThrow();
        assertThatThrownBy(() -> resources.define(Tasks.codec().readYaml("{name: books, seeds: [http://h/]}", "books")))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageStartingWith("resource 'books-de' could not go on with it: ");
        assertThat(tasks.find("books")).containsSame(before);
        assertThat(resources.define(template("books", "'http://${site}/', 'http://www.${site}/'")))
                .isFalse();
        assertThat(resources.define(template("others", "http://h/"))).isTrue();
    }

    /** Values come from whoever may add resources: what the operator wrote is not to be their way in. */
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,             true",
        "10.0.0.1:8080,        true",
        "127.0.0.1,            false",
        "10.0.0.1@127.0.0.1,   false",
        "10.0.0.1:80@127.1,    false",
        "127.0.0.1\\@10.0.0.1, false",
    })
    void opensPrivateAddressesForNoHostThatTheOperatorDidNotName(String site, boolean allowed) {
        String definition = "name: books\nparameters: {site: 10.0.0.1}\nseeds: ['http://10.0.0.1/', 'http://${site}/']";
        tasks.put(Tasks.codec().readYaml(definition, "books"));
        resources.add(command("x", "books", Map.of("site", site)));
        Task task = templates.taskOf(resources.get("x"));
        assertThat(task.seeds()).hasSize(2);
        assertThat(task.privateAllowed()).isEqualTo(allowed);
    }

    @Test
    void boundsTheValues() {
        assertThat(command("x", "", values(100, 100)).values()).hasSize(100);
        assertThatThrownBy(() -> command("x", "", values(101, 1))).hasMessage("values are 101, more than 100");
        assertThatThrownBy(() -> command("x", "", Map.of("site", "ä".repeat(2049))))
                .hasMessage("value 'site' is 4098 bytes, more than 4096");
        assertThatThrownBy(() -> command("x", "", values(100, 400))).hasMessageContaining("more than 32768");
        assertThatThrownBy(() -> command("x", "", Map.of("a\nb", ""))).hasMessageContaining("the name of a value");
        assertThatThrownBy(() -> command("x", "a/b", Map.of())).hasMessageContaining("task name 'a/b'");
        Map<String, String> nothing = new HashMap<>();
        nothing.put("site", null);
        assertThatThrownBy(() -> command("x", "", nothing)).hasMessageContaining("value 'site' is null");
    }

    private static Map<String, String> values(int number, int length) {
        return IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> "p" + i, i -> "v".repeat(length)));
    }

    private void assertRefused(Kind kind, String message, ResourceCommand command) {
        assertThatThrownBy(() -> resources.add(command))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    private static ResourceCommand command(String name, String task, Map<String, String> values) {
        return ResourceCommand.fromClient(name, task, values);
    }

    private void define(String name, String seeds) {
        tasks.put(template(name, seeds));
    }

    private static Task template(String name, String seeds) {
        return Tasks.codec().readYaml("name: " + name + "\nparameters: {site: }\nseeds: [" + seeds + "]", name);
    }
}
