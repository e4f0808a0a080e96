package caravan.web;

import caravan.crawl.CrawlStats;
import caravan.pipeline.Crawls;
import caravan.pipeline.Job;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToLongFunction;

/** The crawls of this node as gauges: sums over all of them, so that their number never becomes one of time series. */
public final class CrawlMetrics implements MeterBinder {
    private final Crawls crawls;

    public CrawlMetrics(Crawls crawls) {
        this.crawls = crawls;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "caravan.crawls", "crawls that are running", job -> job.isRunning() ? 1 : 0);
        gauge(registry, "caravan.requests.queued", "requests waiting", job -> job.frontierStats()
                .queued());
        gauge(registry, "caravan.requests.leased", "requests on their way", job -> job.frontierStats()
                .leased());
        gauge(registry, "caravan.requests.given.up", "requests tried in vain and listed", job -> job.frontierStats()
                .givenUp());
        gauge(registry, "caravan.hosts", "hosts with requests", job -> job.frontierStats()
                .hosts());
        gauge(registry, "caravan.responses", "answers of present crawls", job -> stats(job)
                .responses());
        gauge(registry, "caravan.records", "records of present crawls that were stored", job -> stats(job)
                .records());
        gauge(registry, "caravan.unchanged", "pages of present crawls that were as before", job -> stats(job)
                .unchanged());
        gauge(registry, "caravan.failures", "requests of present crawls given up", job -> stats(job)
                .failed());
    }

    private static CrawlStats stats(Job job) {
        return job.crawl().counters().snapshot();
    }

    private void gauge(MeterRegistry registry, String name, String description, ToLongFunction<Job> of) {
        Gauge.builder(name, crawls, all -> all.all().stream().mapToLong(of).sum())
                .description(description)
                .register(registry);
    }
}
