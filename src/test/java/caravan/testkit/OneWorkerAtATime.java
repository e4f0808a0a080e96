package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.TestSite.Hit;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges by the log of a site whether the workers that had its task asked one after the other: once the next one has
 * begun, the one before is heard no more.
 *
 * @param owners ids of the workers that had the task, in that order; one that had it twice is there twice
 */
public record OneWorkerAtATime(List<String> owners) {

    /** @param history of etcd's keys, which tells who had the task */
    public static OneWorkerAtATime with(List<EtcdRecorder.Event> history, String task) {
        List<String> owners = new ArrayList<>();
        for (EtcdRecorder.Event event : history) {
            if (event.key().equals("/resources/" + task) && event.type() == EtcdRecorder.Type.PUT) {
                owners.add(RestClient.parse(event.value()).path("WorkerID").asText());
            }
        }
        return new OneWorkerAtATime(owners);
    }

    /** Requests that came from a worker whose turn was over, or had not been at all. */
    public List<Hit> strays(List<Hit> log) {
        List<Hit> strays = new ArrayList<>();
        int turn = 0;
        for (Hit hit : log) {
            int ahead = owners.subList(turn, owners.size()).indexOf(EndlessSite.workerOf(hit));
            if (ahead < 0) {
                strays.add(hit);
            } else {
                turn += ahead;
            }
        }
        return strays;
    }

    public void assertHolds(List<Hit> log) {
        assertThat(strays(log)).as("requests out of turn, owners %s", owners).isEmpty();
    }

    /** The same but for requests that were on the wire while their worker stood still, and are heard a little later. */
    public void assertHoldsButFor(int onTheWire, long untilNanos, List<Hit> log) {
        assertThat(strays(log))
                .as("requests out of turn, owners %s", owners)
                .hasSizeLessThanOrEqualTo(onTheWire)
                .allSatisfy(hit -> assertThat(hit.arrivalNanos() - untilNanos).isNegative());
    }
}
