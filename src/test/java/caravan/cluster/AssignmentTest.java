package caravan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.cluster.ResourceStore.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    @Test
    void assignsNobodyWhoIsFull() {
        Worker small = new Worker("0", "c:1", 1);
        assertThat(Assignment.leastLoaded(List.of(small), Assignment.loads(List.of(on(small)))))
                .isEmpty();
        assertThat(Assignment.leastLoaded(List.of(small, one), Assignment.loads(List.of(on(small)))))
                .contains(one);
    }

    @Test
    void movesWhatHasNoWorkerAndLevelsTheLoad() {
        List<Resource> resources = new ArrayList<>(List.of(named("kept").assignedTo(two)));
        IntStream.range(0, 5).forEach(i -> resources.add(named("gone" + i).assignedTo(new Worker("3", "d:1"))));
        IntStream.range(0, 5).forEach(i -> resources.add(named("pending" + i)));
        List<Move> moves = Assignment.moves(List.of(one, two), resources);

        assertThat(moves).extracting(Move::seen).containsExactlyElementsOf(resources.subList(1, 11));
        assertThat(to(moves, one)).isBetween(5L, 6L);
        assertThat(to(moves, two)).as("has one already").isEqualTo(10 - to(moves, one));
        assertThat(moves).allSatisfy(move -> {
            assertThat(move.moved().epoch()).isEqualTo(move.seen().epoch() + 1);
            assertThat(move.moved().id()).isEqualTo(move.seen().id());
        });
    }

    @Test
    void movesNoMoreThanThereIsRoomFor() {
        Worker small = new Worker("0", "c:1", 2);
        List<Resource> resources =
                IntStream.range(0, 5).mapToObj(i -> named("r" + i)).toList();
        assertThat(Assignment.moves(List.of(small), resources)).hasSize(2);
    }

    @Test
    void movesNothingWhereNobodyIsThereOrAllAreWell() {
        assertThat(Assignment.moves(List.of(), List.of(named("a"), named("b").assignedTo(one))))
                .isEmpty();
        assertThat(Assignment.moves(List.of(one), List.of(named("b").assignedTo(one))))
                .isEmpty();
    }

    private static long to(List<Move> moves, Worker worker) {
        return moves.stream()
                .filter(move -> move.moved().workerId().equals(worker.id()))
                .count();
    }

    private static Resource on(Worker worker) {
        return named("name").assignedTo(worker);
    }

    private static Resource named(String name) {
        return new Resource("id", name, "", 0, "", 0);
    }
}
