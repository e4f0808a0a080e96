package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.RetryAfter;
import caravan.frontier.BackOff;
import caravan.frontier.Rest;
import caravan.frontier.Setback;
import caravan.task.Durations;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works out what the end of a fetch says about the host, and has it left alone where it asks for that or cannot be
 * reached. Thread-safe.
 *
 * <p>A failure on the way through a task's proxies says nothing of the host: it may be the proxy's.
 */
public final class HostCare {
    private static final Logger LOG = LoggerFactory.getLogger(HostCare.class);

    private final BackOff backOff;
    private final InstantSource clock;

    /** @param clock what a date in Retry-After is counted from */
    public HostCare(BackOff backOff, InstantSource clock) {
        this.backOff = backOff;
        this.clock = clock;
    }

    /** To be told of every fetch, before its visit ends. */
    void heed(Visit visit, FetchOutcome outcome) {
        if (outcome instanceof Failed failed) {
            if (isDueToHost(failed.kind()) && visit.job().session().isDirect()) {
                setback(visit, Setback.failure(failed.detail()));
            }
        } else if (outcome instanceof Fetched fetched
                && RetryPolicy.asksForRest(fetched.page().status())) {
            setback(
                    visit,
                    Setback.asked(
                            retryAfter(fetched.page()),
                            "answered " + fetched.page().status()));
        } else if (!(outcome instanceof Refused refused) || refused.reason() == Refusal.SIZE) {
            boolean well =
                    !(outcome instanceof Fetched fetched) || fetched.page().status() < 500;
            answered(visit, well);
        }
    }

    /** Not so for what came, but was no HTTP, and for what we have cancelled ourselves. */
    private static boolean isDueToHost(FailureKind kind) {
        return switch (kind) {
            case TIMEOUT, CONNECTION, DNS, TLS -> true;
            case PROTOCOL, CANCELLED -> false;
        };
    }

    private Optional<Duration> retryAfter(Page page) {
        return page.header("retry-after").flatMap(value -> RetryAfter.parse(value, clock.instant()));
    }

    private void answered(Visit visit, boolean well) {
        if (visit.hostAnswered(well)) {
            visit.crawl().counters().hostWell(visit.request().origin());
        }
    }

    private void setback(Visit visit, Setback setback) {
        Rest rest = visit.hostSetback(setback, backOff);
        if (!rest.isNew()) {
            return;
        }
        String host = visit.request().origin();
        String left =
                Durations.format(Duration.ofSeconds(rest.left().plusMillis(500).toSeconds()));
        if (rest.givenUp()) {
            LOG.warn(
                    "gave up host={} with {} requests, after {} rests in vain: {}",
                    host,
                    rest.requests(),
                    backOff.most(),
                    setback.reason());
            visit.crawl().counters().hostTrouble(host, "given up: " + setback.reason());
        } else {
            LOG.info("leaving host={} alone for {}: {}", host, left, setback.reason());
            visit.crawl().counters().hostTrouble(host, setback.reason() + ", left alone for " + left);
        }
    }
}
