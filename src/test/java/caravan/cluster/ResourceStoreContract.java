package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
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
    void announcesEveryChange() {
        AtomicInteger changes = new AtomicInteger();
        store.onChange(changes::incrementAndGet);
        store.create(resource("a", "1"));
        store.delete("a");
        await().untilAsserted(() -> assertThat(changes).hasValueGreaterThanOrEqualTo(2));
    }

    private static Resource resource(String name, String id) {
        return new Resource(id, name, "", 1, "", 0);
    }
}
