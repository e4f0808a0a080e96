package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private final Worker one = new Worker("1", "a:1");
    private final Worker two = new Worker("2", "b:1");

    @Test
    void choosesTheWorkerWithTheFewestResources() {
        assertThat(Assignment.leastLoaded(List.of(one, two), Assignment.loads(List.of(on(one), on(one), on(two)))))
                .contains(two);
    }

    @Test
    void breaksTiesById() {
        assertThat(Assignment.leastLoaded(List.of(two, one), Assignment.loads(List.of())))
                .contains(one);
    }

    @Test
    void ignoresResourcesOfWorkersThatAreGone() {
        assertThat(Assignment.leastLoaded(List.of(two), Assignment.loads(List.of(on(one), on(one)))))
                .contains(two);
    }

    @Test
    void assignsNobodyWhenNobodyIsThere() {
        assertThat(Assignment.leastLoaded(List.of(), Assignment.loads(List.of())))
                .isEmpty();
    }

    private static Resource on(Worker worker) {
        return new Resource("id", "name", "", 0, "", 0).assignedTo(worker);
    }
}
