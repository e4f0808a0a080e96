package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.cluster.ResourceStore.Move;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link ResourceStore} keeps to, wherever it stores. */
public abstract class ResourceStoreContract {
    private ResourceStore store;

    /** @return an empty store */
    protected abstract ResourceStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @Test
    void createsANameOnceOnly() {
        assertThat(store.create(resource("a", "1"))).isTrue();
        assertThat(store.create(resource("a", "2"))).isFalse();
        assertThat(store.find("a").map(Resource::id)).contains("1");
    }

    @Test
    void createsANameOnceOnlyHoweverManyTryAtOnce() {
        long created = IntStream.range(0, 100)
                .parallel()
                .filter(i -> store.create(resource("a", String.valueOf(i))))
                .count();
        assertThat(created).isEqualTo(1);
    }

    @Test
    void listsInOrderOfNames() {
        store.create(resource("b", "1"));
        store.create(resource("书", "2"));
        store.create(resource("a", "3"));
        assertThat(store.list()).extracting(Resource::name).containsExactly("a", "b", "书");
    }

    @Test
    void deletesWhatIsThereAndTellsWhatItWas() {
        store.create(resource("a", "1"));
        assertThat(store.delete("a").map(Resource::id)).contains("1");
        assertThat(store.delete("a")).isEmpty();
        assertThat(store.find("a")).isEmpty();
    }

    @Test
    void movesWhatIsStillWhatWasSeen() {
        store.create(resource("a", "1"));
        store.create(resource("b", "2"));
        Resource a = store.find("a").orElseThrow();
        Resource b = store.find("b").orElseThrow();
        Worker worker = new Worker("w", "127.0.0.1:1");
        assertThat(store.moveAll(List.of(new Move(a, a.assignedTo(worker)), new Move(b, b.assignedTo(worker)))))
                .hasSize(2);
        assertThat(store.list()).extracting(Resource::workerId).containsExactly("w", "w");
        assertThat(store.list()).extracting(Resource::id).containsExactly("1", "2");
        assertThat(store.list()).extracting(Resource::epoch).containsExactly(1L, 1L);
    }

    @Test
    void movesTheOthersWhenOneHasChangedOrIsGone() {
        IntStream.range(0, 200).forEach(i -> store.create(resource("r" + i, "1")));
        List<Resource> seen = store.list();
        store.delete("r3");
        store.delete("r150");
        store.create(resource("r150", "2"));
        Worker worker = new Worker("w", "127.0.0.1:1");
        List<Move> moves = seen.stream()
                .map(each -> new Move(each, each.assignedTo(worker)))
                .toList();
        assertThat(store.moveAll(moves)).hasSize(198);
        assertThat(store.find("r3")).isEmpty();
        assertThat(store.find("r150").orElseThrow().workerId()).isEmpty();
        assertThat(store.list()).filteredOn(each -> each.workerId().equals("w")).hasSize(198);
    }

    @Test
    void keepsNamesInAnyScript() {
        store.create(resource("豆瓣.book-list_2", "1"));
        assertThat(store.find("豆瓣.book-list_2").map(Resource::id)).contains("1");
    }

    private static Resource resource(String name, String id) {
        return new Resource(id, name, "", 1, "", 0);
    }
}
