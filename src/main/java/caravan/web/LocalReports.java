package caravan.web;

import caravan.cluster.CrawlReports;
import caravan.cluster.Resource;
import caravan.pipeline.Crawls;
import java.util.Optional;
import java.util.function.Function;

/** How far the crawls of this process are. Thread-safe. */
public record LocalReports(Crawls crawls) implements CrawlReports {

    @Override
    public Optional<Object> of(Resource resource) {
        return crawls.find(resource.name())
                .filter(running -> running.crawl().id().equals(resource.id()))
                .map(CrawlStatus::of);
    }

    @Override
    public Function<Resource, Optional<Object>> now() {
        return this::of;
    }
}
