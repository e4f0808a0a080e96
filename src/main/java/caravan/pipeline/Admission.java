package caravan.pipeline;

import caravan.crawl.Ask;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.parse.Urls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
        Job job = visit.job();
        if (urls.isEmpty() || !visit.crawl().isOpen()) {
            return;
        }
        if (visit.request().depth() >= job.task().limits().depth()) {
            job.count(Refusal.DEPTH, urls.size());
            return;
        }
        if (job.frontierStats().queued() >= maxQueued) {
            job.count(Refusal.LIMIT, urls.size());
            return;
        }
        List<Request> admitted = new ArrayList<>(urls.size());
        for (String url : urls) {
            if (job.scope().admits(url)) {
                admitted.add(visit.request().outlink(url));
            }
        }
        job.count(Refusal.SCOPE, urls.size() - admitted.size());
        job.count(Refusal.DUPLICATE, admitted.size() - job.frontier().offer(admitted));
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
        job.count(Refusal.DUPLICATE, 1 - job.frontier().offer(List.of(request.redirectedTo(target, status))));
    }
}
