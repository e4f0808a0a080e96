package caravan.frontier.rocksdb;

import caravan.crawl.RequestJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What is noted of a host, for those who have no clock of a frontier's: see {@link HostNote}. Immutable. */
record StoredHost(JsonNode note) {
    private static final String DELAY = "delay";

    static StoredHost read(byte[] bytes) {
        try {
            return new StoredHost(RequestJson.JSON.readTree(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("a host's note cannot be read: " + e.getMessage(), e);
        }
    }

    static StoredHost in(Database database, String origin) {
        return database.get(Column.MAIN, Keys.host(origin))
                .map(StoredHost::read)
                .orElseGet(() -> new StoredHost(RequestJson.JSON.createObjectNode()));
    }

    /** @return empty when nothing keeps it from being asked */
    Optional<Instant> restUntil(Instant now) {
        Instant until = Instant.EPOCH.plus(note.path("restUntil").asLong(), ChronoUnit.NANOS);
        return Optional.of(until).filter(now::isBefore);
    }

    Duration crawlDelay() {
        return Duration.ofNanos(note.path(DELAY).asLong());
    }

    int setbacks() {
        return note.path("setbacks").asInt();
    }

    String reason() {
        return note.path("reason").asText();
    }

    /** The note of the same host as if it had never had a setback: what it asked for stays. */
    byte[] afresh() throws IOException {
        ObjectNode kept = RequestJson.JSON.createObjectNode();
        if (note.has(DELAY)) {
            kept.set(DELAY, note.get(DELAY));
        }
        return RequestJson.JSON.writeValueAsBytes(kept);
    }
}
