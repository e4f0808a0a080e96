package caravan.pipeline;

import caravan.CaravanException;
import caravan.crawl.Crawl;
import caravan.crawl.CrawlStats;
import caravan.frontier.Notes;
import caravan.frontier.Notes.Kind;
import caravan.frontier.TaskPace;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far a crawl has come, as it is noted for a later process.
 *
 * @param run        1 for the first of its resource
 * @param finishedAt empty while it runs
 * @param pages      spent of the limit of pages
 * @param pace       what its rate limits have left; empty where that was not noted
 * @param learned    URLs that its seeds redirected to: they are part of its scope
 * @param trusted    whether it goes on from a run that was whole
 * @param whole      whether the next may, as far as can be said by now
 * @param stats      what it has counted
 */
public record Progress(
        int run,
        Instant startedAt,
        Optional<Instant> finishedAt,
        long pages,
        Optional<TaskPace.Left> pace,
        List<String> learned,
        boolean trusted,
        boolean whole,
        CrawlStats stats) {
    private static final String NAME = "progress";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModules(new Jdk8Module(), new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static Progress of(Crawl crawl, long pages, TaskPace pace, Set<String> learned, Remembering remembering) {
        return new Progress(
                crawl.run(),
                crawl.startedAt(),
                crawl.finishedAt(),
                pages,
                Optional.of(pace.left(Instant.now())),
                List.copyOf(learned),
                remembering.memory().isTrusted(),
                remembering.isWhole(),
                crawl.counters().snapshot());
    }

    /** @return empty where none was noted */
    public static Optional<Progress> in(Notes notes) {
        return notes.find(Kind.CRAWL, NAME).map(Progress::read);
    }

    private static Progress read(byte[] note) {
        try {
            return JSON.readValue(note, Progress.class);
        } catch (IOException e) {
            throw new CaravanException(
                    CaravanException.Kind.INTERNAL, "what was noted of the crawl cannot be read: " + e.getMessage(), e);
        }
    }

    /** Has a crawl that had ended go on when it is opened next; nothing changes where it has not. */
    public static void reopen(Notes notes) {
        in(notes)
                .filter(noted -> noted.finishedAt().isPresent())
                .map(noted -> new Progress(
                        noted.run(),
                        noted.startedAt(),
                        Optional.empty(),
                        noted.pages(),
                        noted.pace(),
                        noted.learned(),
                        noted.trusted(),
                        noted.whole(),
                        noted.stats()))
                .ifPresent(noted -> noted.noteIn(notes));
    }

    void noteIn(Notes notes) {
        try {
            notes.put(Kind.CRAWL, NAME, JSON.writeValueAsBytes(this));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The crawl that goes on from there. */
    Crawl resumed(String id, String taskName, InstantSource clock) {
        return Crawl.resumed(id, taskName, run, clock, new Crawl.Span(startedAt, finishedAt), stats);
    }
}
