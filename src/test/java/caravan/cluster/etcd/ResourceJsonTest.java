package caravan.cluster.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.cluster.Resource;
import caravan.cluster.Worker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published format of what is stored under {@code /resources/}. */
class ResourceJsonTest {
    private static final Resource PLAIN = new Resource("id", "shop", "w|h:1", 7, "w", 1);

    @Test
    void writesTaskAndValuesOnlyWhereTheyAreGiven() {
        assertThat(ClusterJson.write(PLAIN))
                .isEqualTo("{\"ID\":\"id\",\"Name\":\"shop\",\"AssignedNode\":\"w|h:1\",\"CreationTime\":7,"
                        + "\"WorkerID\":\"w\",\"Epoch\":1}");
        assertThat(ClusterJson.write(PLAIN.by("shop", Map.of()))).isEqualTo(ClusterJson.write(PLAIN));
        assertThat(ClusterJson.write(PLAIN.by("template", Map.of("b", "2", "a", "1"))))
                .endsWith(",\"Epoch\":1,\"Task\":\"template\",\"Values\":{\"a\":\"1\",\"b\":\"2\"}}");
    }

    @Test
    void readsWhatItWrites() {
        Resource resource = PLAIN.by("template", Map.of("site", "http://h/?a=\"b\"\n书"));
        assertThat(ClusterJson.resource("shop", ClusterJson.write(resource))).contains(resource);
        assertThat(ClusterJson.resource("shop", ClusterJson.write(PLAIN))).contains(PLAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ID\":\"id\",\"Name\":\"other\"}",
                "{\"ID\":\"id\"}",
                "{\"ID\":\"id\",\"Task\":null,\"Values\":null}",
                "{\"ID\":\"id\",\"Task\":\"shop\",\"Values\":{\"a\":null}}",
            })
    void takesWhatIsMissingForNotGiven(String value) {
        Resource resource = ClusterJson.resource("shop", value).orElseThrow();
        assertThat(resource.definition()).isEqualTo("shop");
        assertThat(resource.values()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"Values\":[]}", "{\"Values\":{\"a\":{}}}", "{\"Task\":{}}"})
    void takesForNoResourceWhatIsOfAnotherKind(String value) {
        assertThat(ClusterJson.resource("shop", value)).isEmpty();
    }

    @Test
    void keepsItsTaskAndValuesWhenItMoves() {
        Resource resource = PLAIN.by("template", Map.of("site", "de"));
        Resource moved = resource.assignedTo(new Worker("w2", "h:2"));
        assertThat(moved.definition()).isEqualTo("template");
        assertThat(moved.values()).isEqualTo(resource.values());
        assertThat(moved.epoch()).isEqualTo(2);
    }
}
