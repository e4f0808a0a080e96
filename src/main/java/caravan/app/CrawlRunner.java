package caravan.app;

import caravan.CaravanException;
import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.cluster.TaskStore;
import caravan.pipeline.Crawls;

/** Runs a resource as a crawl of its task, as that is defined at the moment. */
record CrawlRunner(Crawls crawls, TaskStore tasks) implements Reconciler.Runner {

    @Override
    public void open(Resource resource) {
        crawls.open(
                resource.id(),
                tasks.find(resource.name())
                        .orElseThrow(() -> CaravanException.notFound("no task named '" + resource.name() + "'")));
    }

    @Override
    public void close(String name) {
        crawls.close(name);
    }
}
