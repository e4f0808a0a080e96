package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.NotModified;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.RetryAfter;
import caravan.parse.UrlResolver;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what follows from how a fetch ended: parse it, try later, follow a redirect, or no more. Thread-safe. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int NOT_MODIFIED = 304;

    private final RetryPolicy retries;
    private final Admission admission;
    private final BodyBudget bodies;
    private final InstantSource clock;

    public Answers(RetryPolicy retries, Admission admission, BodyBudget bodies, InstantSource clock) {
        this.retries = retries;
        this.admission = admission;
        this.bodies = bodies;
        this.clock = clock;
    }

    /** @return a {@link FetchedVisit} when there is a page to read; otherwise the visit, which then has ended */
    Leased handle(Visit visit, FetchOutcome outcome) throws InterruptedException {
        if (outcome instanceof Fetched fetched) {
            return handlePage(visit, fetched.page());
        }
        if (outcome instanceof NotModified same) {
            handleNotModified(visit, same.page());
        } else if (outcome instanceof Redirected redirect) {
            handleRedirect(visit, redirect);
        } else if (outcome instanceof Refused refused) {
            LOG.debug("refused url={}: {}", visit.request().url(), refused.detail());
            noteSeedProblem(visit, refused.detail());
            visit.refuse(refused.reason());
        } else if (outcome instanceof Failed failed) {
            handleFailure(visit, failed);
        }
        return visit;
    }

    private Leased handlePage(Visit visit, Page page) throws InterruptedException {
        int status = page.status();
        if (RetryPolicy.asksForRest(status)) {
            visit.blockHost(retries.hostWait(visit.request().attempt(), retryAfter(page)));
        }
        Optional<Duration> wait = RetryPolicy.isTransient(status) ? waitAfter(visit) : Optional.empty();
        if (wait.isPresent()) {
            visit.retry(wait.get());
            return visit;
        }
        visit.crawl().counters().answered(page);
        countSeed(visit, status);
        return new FetchedVisit(visit, page, bodies.take(page.body().length));
    }

    /** It gives nothing, and all that it leads to is known. */
    private static void handleNotModified(Visit visit, Page answer) {
        visit.crawl().counters().answered(answer);
        visit.crawl().counters().unchanged();
        if (visit.request().isSeed()) {
            visit.crawl().counters().seedFetched();
        }
        visit.atAck(visit.recollection().unchanged(answer));
        visit.deliver(0);
    }

    private void handleRedirect(Visit visit, Redirected redirect) {
        visit.crawl().counters().answered(redirect.page());
        UrlResolver.of(visit.request().url())
                .flatMap(base -> base.resolve(redirect.location()))
                .ifPresentOrElse(
                        target -> admission.offerRedirect(
                                visit, target, redirect.page().status()),
                        () -> visit.job().count(Refusal.URL, 1));
        visit.done();
    }

    private void handleFailure(Visit visit, Failed failed) {
        Optional<Duration> wait = failed.kind().isTransient() ? waitAfter(visit) : Optional.empty();
        if (wait.isPresent()) {
            visit.retry(wait.get());
            return;
        }
        LOG.info(
                "gave up url={} after {} tries: {}",
                visit.request().url(),
                visit.request().attempt() + 1,
                failed.detail());
        noteSeedProblem(visit, failed.detail());
        visit.crawl().counters().failed(failed.kind().name().toLowerCase(Locale.ROOT));
        visit.done();
    }

    private Optional<Duration> waitAfter(Visit visit) {
        int ofTask = visit.job().task().fetching().retries();
        return retries.withRetries(ofTask).waitAfter(visit.request().attempt());
    }

    private Optional<Duration> retryAfter(Page page) {
        return page.header("retry-after").flatMap(value -> RetryAfter.parse(value, clock.instant()));
    }

    private static void countSeed(Visit visit, int status) {
        if (status >= 400 || status == NOT_MODIFIED) { // which nobody asked about
            noteSeedProblem(visit, "answered " + status);
        } else if (visit.request().isSeed()) {
            visit.crawl().counters().seedFetched();
        }
    }

    /** A crawl that ends with nothing is explained by what happened to its seeds. */
    private static void noteSeedProblem(Visit visit, String reason) {
        if (visit.request().isSeed()) {
            visit.crawl().counters().hostProblem(visit.request().origin(), reason);
        }
    }
}
