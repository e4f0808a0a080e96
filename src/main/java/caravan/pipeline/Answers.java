package caravan.pipeline;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.NotModified;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.parse.UrlResolver;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides what follows from how a fetch ended: parse it, try later, follow a redirect, or no more. Thread-safe. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int NOT_MODIFIED = 304;

    private final RetryPolicy retries;
    private final HostCare hosts;
    private final Admission admission;
    private final BodyBudget bodies;

    public Answers(RetryPolicy retries, HostCare hosts, Admission admission, BodyBudget bodies) {
        this.retries = retries;
        this.hosts = hosts;
        this.admission = admission;
        this.bodies = bodies;
    }

    /** @return a {@link FetchedVisit} when there is a page to read; otherwise the visit, which then has ended */
    Leased handle(Visit visit, FetchOutcome outcome) throws InterruptedException {
        hosts.heed(visit, outcome);
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

    /**
     * A status that may pass is recorded after the last try, like any other, as an answer did come; but the request is
     * listed as given up too, for what it was after was not had.
     */
    private Leased handlePage(Visit visit, Page page) throws InterruptedException {
        int status = page.status();
        if (RetryPolicy.isTransient(status)) {
            Optional<Duration> wait = waitAfter(visit);
            if (wait.isPresent()) {
                visit.retry(wait.get());
                return visit;
            }
            visit.inVain("answered " + status);
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
        if (failed.kind() == FailureKind.CANCELLED) {
            visit.defer(); // by us, who are stopping: it is as if it had never gone out
            return;
        }
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
        visit.giveUp(failed.detail());
    }

    private Optional<Duration> waitAfter(Visit visit) {
        int ofTask = visit.job().task().fetching().retries();
        return retries.withRetries(ofTask).waitAfter(visit.request().attempt());
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
