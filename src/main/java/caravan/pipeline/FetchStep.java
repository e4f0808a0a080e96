package caravan.pipeline;

import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchRequest;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.fetch.Fetcher;

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
        String url = visit.request().url();
        visit.started();
        FetchOutcome outcome =
                fetcher.fetch(new FetchRequest(url, visit.job().privateAllowed(url), BodyPolicy.PARSABLE));
        visit.offTheWire();
        return outcome;
    }
}
