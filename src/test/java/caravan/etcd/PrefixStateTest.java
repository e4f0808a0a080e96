package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a list tells of changes that a watch has missed, or has told already. */
class PrefixStateTest {
    private final PrefixState state = new PrefixState();

    @Test
    void listTellsWhatTheWatchHasMissedDeletionsFirstThenByRevision() {
        tell(put("a", 2), put("b", 3), put("c", 4));

        assertThat(differences(listing(9, entry("b", 8), entry("c", 4), entry("d", 7))))
                .containsExactly("DELETE a", "PUT d 7", "PUT b 8");
    }

    @Test
    void listTellsNothingThatIsKnown() {
        tell(put("a", 2), put("b", 3));

        assertThat(differences(listing(5, entry("a", 2), entry("b", 3)))).isEmpty();
    }

    @Test
    void listThatTheWatchHasOvertakenTellsNothingOld() {
        tell(put("a", 2), put("b", 3));
        state.reached(5);
        tell(put("a", 8), put("new", 9));

        assertThat(differences(listing(5, entry("a", 2), entry("b", 3)))).isEmpty();
    }

    @Test
    void keyThatWasDeletedBehindTheListDoesNotComeBack() {
        tell(put("a", 2));
        state.reached(5);
        tell(delete("a", 7));

        assertThat(differences(listing(5, entry("a", 2)), "a")).isEmpty();
    }

    @Test
    void deletedAndCreatedAgainUnseenIsOnePut() {
        tell(put("a", 2));
        state.reached(2);

        assertThat(differences(listing(9, entry("a", 8)))).containsExactly("PUT a 8");
    }

    @Test
    void repeatedEventsAreNoNews() {
        tell(put("a", 2), put("a", 4), delete("a", 5));
        state.reached(5);

        assertThat(state.isNews(put("a", 4))).isFalse();
        assertThat(state.isNews(delete("a", 5))).isFalse();
        assertThat(state.isNews(put("a", 6))).isTrue();
    }

    @Test
    void deletionOfWhatWasNeverToldIsNoNews() {
        assertThat(state.isNews(delete("a", 5))).isFalse();
    }

    @Test
    void othersOfARevisionThatWasToldInPartAreNews() {
        tell(put("a", 4));

        assertThat(state.isNews(put("a", 4))).isFalse();
        assertThat(state.isNews(put("b", 4))).isTrue();
    }

    @Test
    void goesOnFromWhatWasToldAfterCompaction() {
        tell(put("a", 2), put("b", 3));
        state.reached(3);
        state.restart();

        assertThat(differences(listing(50, entry("b", 3), entry("c", 40)))).containsExactly("DELETE a", "PUT c 40");
    }

    @Test
    void sameRevisionInAnotherHistoryIsAnotherValue() {
        tell(put("a", 2), put("b", 3));
        state.reached(3);
        state.restartAnew();

        assertThat(differences(listing(2, entry("b", 2)))).containsExactly("DELETE a", "PUT b 2");
        assertThat(state.isAnew()).isTrue();
    }

    private void tell(WatchEvent... events) {
        Stream.of(events).forEach(state::apply);
    }

    private List<String> differences(Listing listing, String... deletedSince) {
        return state.differences(listing, Set.of(deletedSince)).stream()
                .map(WatchRun::line)
                .toList();
    }

    private static WatchEvent put(String key, long revision) {
        return WatchEvent.put(entry(key, revision), "");
    }

    private static WatchEvent delete(String key, long revision) {
        return WatchEvent.delete(key, "", revision);
    }

    private static Listing listing(long revision, Entry... entries) {
        return new Listing(List.of(entries), revision);
    }

    private static Entry entry(String key, long revision) {
        return new Entry(key, String.valueOf(revision), revision, revision, 0);
    }
}
