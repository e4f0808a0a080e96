package caravan.app.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A resource as people see it; what a master did not tell is empty.
 *
 * @param definition empty where it has the same name
 * @param state      of its crawl, or {@code unassigned} where no worker has it
 */
record ResourceRow(
        String name, String definition, String worker, String state, String records, String queued, String age) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    static ResourceRow of(JsonNode resource, Instant now) {
        JsonNode crawl = resource.path("Crawl");
        return new ResourceRow(
                resource.path("Name").asText(),
                resource.path("Task").asText(),
                resource.path("WorkerID").asText(),
                state(resource),
                figure(crawl.path("records")),
                figure(crawl.path("queued")),
                age(resource.path("CreationTime"), now));
    }

    /** Its name, and that of its definition where that is another. */
    String label() {
        return definition.isEmpty() ? name : name + " (" + definition + ")";
    }

    static String state(JsonNode resource) {
        JsonNode worker = resource.path("WorkerID");
        return worker.isTextual() && worker.asText().isEmpty()
                ? "unassigned"
                : resource.at("/Crawl/state").asText();
    }

    private static String figure(JsonNode number) {
        return number.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", number.bigIntegerValue()) : "";
    }

    private static String age(JsonNode creationTime, Instant now) {
        long nanos = creationTime.asLong();
        if (nanos <= 0) {
            return "";
        }
        Instant created = Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
        return age(Duration.between(created, now));
    }

    /** In its largest unit alone; the clock of the master may be ahead of ours. */
    private static String age(Duration time) {
        if (time.toSeconds() < 60) {
            return Math.max(0, time.toSeconds()) + "s";
        }
        if (time.toMinutes() < 60) {
            return time.toMinutes() + "m";
        }
        return time.toHours() < 48 ? time.toHours() + "h" : time.toDays() + "d";
    }
}
