package caravan.app;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.cluster.Templates;
import caravan.pipeline.Crawls;
import caravan.task.Task;
import java.util.List;
import java.util.Set;

/** Runs a resource as a crawl of its task, as that is defined at the moment. */
record CrawlRunner(Crawls crawls, Templates templates) implements Reconciler.Runner {

    @Override
    public void open(Resource resource) {
        crawls.open(resource.id(), templates.taskOf(resource));
    }

    @Override
    public void close(String name) {
        crawls.close(name);
    }

    @Override
    public void suspend(String name) {
        crawls.suspend(name);
    }

    @Override
    public void keepOnly(Set<String> names) {
        crawls.keepOnly(names);
    }

    @Override
    public void redefine(String definition, List<Resource> running) {
        try {
            templates
                    .tasks()
                    .find(definition)
                    .ifPresent(template -> running.forEach(resource -> redefine(template, resource)));
        } catch (CaravanException e) {
            running.forEach(resource -> refuse(resource, e));
        }
    }

    private void redefine(Task template, Resource resource) {
        try {
            crawls.redefine(templates.fill(template, resource));
        } catch (CaravanException e) {
            refuse(resource, e);
        }
    }

    /** @throws CaravanException what it was given, when that says nothing of the definition */
    private void refuse(Resource resource, CaravanException fault) {
        if (fault.kind() == Kind.UNAVAILABLE) {
            throw fault;
        }
        crawls.refuse(resource.name(), fault.getMessage());
    }
}
