package caravan.app.client;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.fetch.RetryAfter;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The masters that were left while one call was tried. For one thread. */
final class Attempts {
    private final List<Silence> silent = new ArrayList<>();
    private final List<Answer> busy = new ArrayList<>();

    void add(Reply reply) {
        if (reply instanceof Answer answer) {
            busy.add(answer);
        } else if (reply instanceof Silence silence) {
            silent.add(silence);
        }
    }

    boolean anyBusy() {
        return !busy.isEmpty();
    }

    /** Whether a master may have done what it never answered. */
    boolean anyLost() {
        return silent.stream().anyMatch(Silence::sent);
    }

    List<URI> busyMasters() {
        return busy.stream().map(Answer::master).toList();
    }

    /** @return the shortest wait that a busy master asked for */
    Optional<Duration> shortestWait(Instant now) {
        return busy.stream()
                .flatMap(answer -> RetryAfter.parse(answer.retryAfter(), now).stream())
                .min(Comparator.naturalOrder());
    }

    /** Why nothing came of it: what the last busy master said, or that nobody is there. */
    CaravanException failure() {
        return new CaravanException(
                Kind.UNAVAILABLE,
                busy.isEmpty() ? nobody(silent) : busy.get(busy.size() - 1).message());
    }

    /**
     * @param masters each in words, with its reason
     */
    static String nobody(List<?> masters) {
        return masters.stream().map(String::valueOf).collect(Collectors.joining(", ", "no master answers: ", ""));
    }
}
