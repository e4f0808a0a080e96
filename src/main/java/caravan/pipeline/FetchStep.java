package caravan.pipeline;

import caravan.crawl.Request;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchRequest;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.fetch.Fetcher;
import caravan.task.Task;

/** Gets the page of a request, if robots.txt lets it. Blocks its thread until the answer is there. Thread-safe. */
public final class FetchStep {
    private final RobotsCheck robots;
    private final Fetcher fetcher;
    private final Answers answers;
    private final TaskGate gate;

    public FetchStep(RobotsCheck robots, Fetcher fetcher, Answers answers, TaskGate gate) {
        this.gate = gate;
        this.robots = robots;
        this.fetcher = fetcher;
        this.answers = answers;
    }

    /** @return a {@link FetchedVisit} when a page came; otherwise the visit, which then has ended */
    public Leased fetch(Visit visit) throws InterruptedException {
        try {
            visit.recollection();
            if (!robots.admits(visit)) {
                return visit;
            }
            if (gate.isClosed(visit)) { // robots.txt may have taken its time
                gate.drop(visit);
                return visit;
            }
            return answers.handle(visit, ask(visit));
        } finally {
            visit.offTheWire();
        }
    }

    private FetchOutcome ask(Visit visit) {
        Request request = visit.request();
        Job job = visit.job();
        boolean privateAllowed = job.privateAllowed(request.url());
        visit.started();
        FetchOutcome outcome = fetcher.fetch(new FetchRequest(
                request.url(),
                request.ask(),
                job.session(),
                privateAllowed,
                bodies(job.task()),
                visit.recollection().validators()));
        visit.offTheWire();
        return outcome;
    }

    /** An archive gets pages whole; rules read more than links can be found in. */
    private static BodyPolicy bodies(Task task) {
        if (!task.outputs().archives().isEmpty()) {
            return BodyPolicy.ANY;
        }
        return task.rules().isEmpty() ? BodyPolicy.PARSABLE : BodyPolicy.READABLE;
    }
}
