package caravan.pipeline;

import caravan.crawl.Ask;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.extract.Extraction.Link;
import caravan.parse.Urls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Decides which of the URLs found on a page its crawl will fetch, and counts the others by reason. Stateless. */
public final class Admission {
    private final int maxRedirects;
    private final int maxQueued;
    private final boolean followSitemaps;

    /**
     * @param maxRedirects   hops to one page at most
     * @param maxQueued      requests waiting in one crawl at most, give or take the links of the pages in work
     * @param followSitemaps whether the sitemaps that robots.txt names are fetched
     */
    public Admission(int maxRedirects, int maxQueued, boolean followSitemaps) {
        this.maxRedirects = maxRedirects;
        this.maxQueued = maxQueued;
        this.followSitemaps = followSitemaps;
    }

    /** Offers the sitemaps that a robots.txt names; their pages count as one link away from the seeds. */
    void offerSitemaps(Visit visit, List<String> written) {
        Job job = visit.job();
        if (!followSitemaps || job.task().limits().depth() == 0) {
            return;
        }
        String robotsTxt = visit.request().origin() + "/robots.txt";
        List<Request> sitemaps = written.stream()
                .map(Urls::normalise)
                .flatMap(Optional::stream)
                .filter(job.scope()::admits)
                .map(url -> new Request(url, Ask.GET, "", Map.of(), 0, 0, 0, 0, robotsTxt))
                .toList();
        job.frontier().offer(sitemaps);
    }

    /** Offers a page's links in one go; the frontier keeps those it has not seen. */
    void offerOutlinks(Visit visit, List<String> urls) {
        offer(visit, urls, url -> url, visit.request()::outlink);
    }

    /** The same for links that a rule names. */
    void offerLinks(Visit visit, List<Link> links) {
        Request from = visit.request();
        offer(visit, links, Link::url, link -> from.outlink(link.url(), link.rule(), link.priority(), link.carry()));
    }

    private <T> void offer(Visit visit, List<T> links, Function<T, String> url, Function<T, Request> request) {
        Job job = visit.job();
        if (links.isEmpty() || !visit.crawl().isOpen()) {
            return;
        }
        if (visit.request().depth() >= job.task().limits().depth()) {
            job.count(Refusal.DEPTH, links.size());
            return;
        }
        if (job.frontierStats().queued() >= maxQueued) {
            job.count(Refusal.LIMIT, links.size());
            return;
        }
        List<Request> admitted = links.stream()
                .filter(link -> job.scope().admits(url.apply(link)))
                .map(request)
                .toList();
        job.count(Refusal.SCOPE, links.size() - admitted.size());
        offerDue(job, admitted);
    }

    private static void offerDue(Job job, List<Request> admitted) {
        List<Request> due = admitted.stream()
                .filter(request -> !job.remembering().memory().isFresh(request))
                .toList();
        job.count(Refusal.FRESH, admitted.size() - due.size());
        job.count(Refusal.DUPLICATE, due.size() - job.frontier().offer(due));
    }

    /** Offers the target of a redirect as a request of its own. */
    void offerRedirect(Visit visit, String target, int status) {
        Job job = visit.job();
        Request request = visit.request();
        if (request.redirects() >= maxRedirects) {
            job.count(Refusal.URL, 1);
            return;
        }
        if (request.isSeed()) {
            job.scope().addSeed(target);
        }
        if (!job.scope().admits(target)) {
            job.count(Refusal.SCOPE, 1);
            return;
        }
        Request next = request.redirectedTo(target, status);
        if (next.key().equals(request.key()) && job.session().keepsCookies()) {
            visit.askAgain(next); // sites set a cookie and send everybody back to see whether it is kept
            return;
        }
        offerDue(job, List.of(next));
    }
}
