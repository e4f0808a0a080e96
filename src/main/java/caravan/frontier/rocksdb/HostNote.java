package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import caravan.frontier.HostState;
import caravan.frontier.NanoClock;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.time.Duration;

/** A host's state as it is kept: times are nanoseconds, {@code restUntil} since 1970-01-01 UTC. */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record HostNote(long delay, long restUntil, int setbacks, int failures, String reason) {

    static HostNote of(HostState state, NanoClock clock) {
        long until = state.restUntil() == 0 ? 0 : clock.toWall(state.restUntil());
        return new HostNote(state.delay().toNanos(), until, state.setbacks(), state.failures(), state.reason());
    }

    HostState state(NanoClock clock) {
        long until = restUntil == 0 ? 0 : Math.max(0, clock.fromWall(restUntil));
        return new HostState(Duration.ofNanos(delay), until, setbacks, failures, reason == null ? "" : reason);
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
