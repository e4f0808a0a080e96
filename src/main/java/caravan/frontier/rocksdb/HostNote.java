package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import caravan.frontier.HostState;
import caravan.frontier.NanoClock;
import caravan.frontier.Trouble;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;

/** A host's state as it is kept: times are nanoseconds, {@code restUntil} since 1970-01-01 UTC. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record HostNote(
        long delay,
        long restUntil,
        int setbacks,
        int fruitless,
        int failures,
        long lastRest,
        boolean givenUp,
        String reason) {

    static HostNote of(HostState state, NanoClock clock) {
        long until = state.restUntil() == 0 ? 0 : clock.toWall(state.restUntil());
        Trouble trouble = state.trouble();
        return new HostNote(
                state.delay().toNanos(),
                until,
                trouble.setbacks(),
                trouble.fruitless(),
                trouble.failures(),
                trouble.lastRest().toNanos(),
                trouble.givenUp(),
                trouble.reason());
    }

    /** Its rest may have ended before this clock began: how long ago tells whether that is forgiven. */
    HostState state(NanoClock clock) {
        Trouble trouble = new Trouble(
                setbacks, fruitless, failures, Duration.ofNanos(lastRest), givenUp, reason == null ? "" : reason);
        return new HostState(Duration.ofNanos(delay), restUntil == 0 ? 0 : clock.fromWall(restUntil), trouble);
    }

    byte[] write() {
        try {
            return RequestJson.JSON.writeValueAsBytes(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static HostNote read(byte[] note) {
        try {
            return RequestJson.JSON.readValue(note, HostNote.class);
        } catch (IOException e) {
            throw new IllegalStateException("a host's note cannot be read: " + e.getMessage(), e);
        }
    }
}
