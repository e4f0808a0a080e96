package caravan.cluster.etcd;

import static caravan.cluster.etcd.EtcdFixture.pending;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.cluster.Resource;
import caravan.etcd.Listing;
import caravan.etcd.WatchEvent;
import caravan.etcd.WatchEvent.Type;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever overtakes what: the later revision is what counts. */
class ResourceViewTest {
    private final ResourceView view = new ResourceView();

    @BeforeEach
    void sync() {
        view.apply(event(Type.SYNCED, "", 1));
    }

    @Test
    void watchThatLagsBehindOwnWritesBringsNothingOldBack() {
        view.apply("a", Optional.of(pending("a", "new")), 10);
        view.apply(event(Type.PUT, "a", 8));
        assertThat(view.find("a").map(Resource::id)).contains("new");

        view.apply("a", Optional.empty(), 12);
        view.apply(event(Type.PUT, "a", 11));
        assertThat(view.find("a")).isEmpty();
    }

    /** A watch that comes back later than the list was made tells what the list knows to be over. */
    @Test
    void knowsWhatItDoesNotKnowToBeGoneAsOfTheLastList() {
        view.replace(new Listing(List.of(), 200));
        view.apply(event(Type.PUT, "ghost", 150));
        assertThat(view.find("ghost")).isEmpty();
        view.apply(event(Type.PUT, "fresh", 201));
        assertThat(view.find("fresh")).isPresent();
        view.unsync();
        view.apply(event(Type.PUT, "ghost", 150));
        view.apply(event(Type.SYNCED, "", 202));
        assertThat(view.find("ghost"))
                .as("told again by a watch that began anew")
                .isPresent();
    }

    @Test
    void isNotToBeReliedOnBeforeItIsSyncedAgain() {
        view.unsync();
        assertThatThrownBy(view::list).isInstanceOf(CaravanException.class);
        view.apply(event(Type.SYNCED, "", 2));
        assertThat(view.list()).isEmpty();
    }

    /** An etcd that has lost its data begins at revision 1. */
    @Test
    void takesWhatComesAfterARestartOfHistoryAlthoughItsRevisionsAreLower() {
        view.apply(event(Type.PUT, "a", 500));
        view.apply(event(Type.PUT, "lost", 501));
        Resource seen = view.find("lost").orElseThrow();
        view.apply(event(Type.RESTARTED, "", 3));
        assertThat(view.revisionOf(seen)).as("no revision to decide on").isEmpty();
        view.apply(event(Type.DELETE, "lost", 3));
        view.apply(event(Type.PUT, "a", 2));
        view.apply(event(Type.SYNCED, "", 3));

        assertThat(view.list()).extracting(Resource::id).containsExactly("2");
        assertThat(view.revision()).isEqualTo(3);
    }

    private static WatchEvent event(Type type, String name, long revision) {
        String key = name.isEmpty() ? "" : Keys.resource(name);
        String value = type == Type.PUT ? ClusterJson.write(pending(name, String.valueOf(revision))) : "";
        return new WatchEvent(type, key, value, "", revision, revision);
    }
}
