package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final byte[] REQUEST = new byte[100];

    private final Windows windows = new Windows(1000);
    private final Windows.Share room = windows.share();
    private final Window window = new Window(room);

    @Test
    void takesTheHighestPriorityAndThenTheOldestFirst() {
        List<Place> places = List.of(
                new Place(0, 7),
                new Place(5, 9),
                new Place(-3, 1),
                new Place(0, 2),
                new Place(Integer.MAX_VALUE, 8),
                new Place(Integer.MIN_VALUE, 3));
        places.forEach(place -> window.add(place, place.toString().getBytes(StandardCharsets.UTF_8)));
        List<Window.Entry> taken = new ArrayList<>();
        while (!window.isEmpty()) {
            taken.add(window.takeFirst());
        }
        assertThat(taken)
                .extracting(Window.Entry::place)
                .containsExactlyElementsOf(places.stream().sorted().toList());
        assertThat(taken).allSatisfy(entry -> assertThat(new String(entry.request(), StandardCharsets.UTF_8))
                .isEqualTo(entry.place().toString()));
    }

    @Test
    void leavesTheFirst() {
        for (int number = 9; number >= 0; number--) {
            window.add(new Place(0, number), REQUEST);
        }
        assertThat(window.cutTo(3)).isEqualTo(new Place(0, 2));
        assertThat(window.size()).isEqualTo(3);
        assertThat(window.takeFirst().place()).isEqualTo(new Place(0, 0));
    }

    @Test
    void givesBackTheRoomOfWhatWasTakenCutAndCleared() {
        for (int number = 0; number < 20; number++) {
            window.add(new Place(0, number), REQUEST);
        }
        assertThat(room.toKeep()).isZero();
        assertThat(room.toRead()).isOne();
        window.cutTo(5);
        window.takeFirst();
        window.clear();
        assertThat(room.toKeep()).isPositive();
        assertThat(room.toRead()).isEqualTo(room.toKeep());
    }

    @Test
    void storeThatIsClosedLeavesItsRoomToTheOthers() {
        for (int number = 0; number < 20; number++) {
            window.add(new Place(0, number), REQUEST);
        }
        Windows.Share other = windows.share();
        assertThat(other.toKeep()).isZero();
        room.close();
        assertThat(other.toKeep()).isPositive();
    }
}
