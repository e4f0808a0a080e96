package caravan.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.cluster.Resource;
import caravan.cluster.ResourceStore;
import caravan.cluster.ResourceStore.Move;
import caravan.cluster.ResourceStoreContract;
import caravan.cluster.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptResourceStoreTest extends ResourceStoreContract {
    @TempDir
    Path folder;

    private DataFolder data;
    private LocalResourceStore store;

    @Override
    protected ResourceStore open() {
        data = DataFolder.open(folder);
        store = new LocalResourceStore(data);
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
    void hasEverythingOfAResourceAfterARestart() throws IOException {
        Resource plain = new Resource("id-1", "shop", "w|h:1", 1_700_000_000_123_456_789L, "w", 7);
        Resource filled = plain.named("豆瓣").by("template", Map.of("site", "http://h/?a=\"b\"\n书", "empty", ""));
        assertThat(store.create(plain)).isTrue();
        assertThat(store.create(filled)).isTrue();
        restart();
        assertThat(store.list()).containsExactly(plain, filled);
        assertThat(store.create(plain)).isFalse();
    }

    @Test
    void hasWhatWasDeletedAndMovedAsItIsAfterARestart() throws IOException {
        Resource moved = pending("moved");
        Resource again = pending("again");
        Stream.of(moved, again, pending("gone")).forEach(store::create);
        store.moveAll(List.of(new Move(moved, moved.assignedTo(new Worker("w", "h:1")))));
        store.delete("gone");
        store.delete("again");
        Resource second = new Resource("second", "again", "", 2, "", 0);
        store.create(second);
        restart();
        assertThat(store.list()).containsExactly(second, moved.assignedTo(new Worker("w", "h:1")));
    }

    @Test
    void leavesNoFileOfWhatIsGone() throws IOException {
        IntStream.range(0, 20).forEach(i -> store.create(pending("r" + i)));
        IntStream.range(0, 20).forEach(i -> store.delete("r" + i));
        try (Stream<Path> files = Files.list(folder.resolve("resources"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void writesThePublishedForm() throws IOException {
        store.create(new Resource("id", "shop", "w|h:1", 7, "w", 1));
        assertThat(folder.resolve("resources").resolve(KeptFiles.fileName("shop")))
                .hasContent("{\"ID\":\"id\",\"Name\":\"shop\",\"AssignedNode\":\"w|h:1\",\"CreationTime\":7,"
                        + "\"WorkerID\":\"w\",\"Epoch\":1}");
    }

    private static Resource pending(String name) {
        return new Resource("1", name, "", 1, "", 0);
    }
}
