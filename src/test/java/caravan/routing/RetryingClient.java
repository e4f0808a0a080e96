package caravan.routing;

import caravan.testkit.AdminClient;
import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import caravan.testkit.MasterCluster;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds a task, looks it up, deletes every other one, and takes the next. Where a master does not do what it was asked
 * for, the next one is asked. Each run is one request. For one thread at a time.
 */
final class RetryingClient implements Runnable {
    private final MasterCluster cluster;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Outcome> surprises = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private final List<String> deleted = new ArrayList<>();
    private Step step = Step.ADD;
    private String name;
    private int turn;
    /** An earlier try of this step may have been carried out. */
    private boolean open;

    private enum Step {
        ADD(409),
        GET(200),
        DELETE(404);

        private final int doneBefore;

        Step(int doneBefore) {
            this.doneBefore = doneBefore;
        }
    }

    RetryingClient(MasterCluster cluster) {
        this.cluster = cluster;
        this.name = cluster.nextTask();
    }

    @Override
    public void run() {
        List<Node> masters = cluster.nodes().masters();
        Outcome outcome = ask(masters.get(turn % masters.size()));
        outcomes.add(outcome);
        if (outcome.isOk() || open && outcome.status() == step.doneBefore) {
            next();
        } else {
            turn++;
            open = true;
            if (outcome.status() != 0 && !outcome.isPutOff()) {
                surprises.add(outcome);
            }
        }
    }

    private Outcome ask(Node master) {
        AdminClient client = cluster.client();
        return switch (step) {
            case ADD -> client.add(master, name).join();
            case GET -> client.get(master, name).join();
            case DELETE -> client.delete(master, name).join();
        };
    }

    private void next() {
        boolean keeps = (kept.size() + deleted.size()) % 2 == 0;
        if (step == Step.ADD) {
            step = Step.GET;
        } else if (step == Step.GET && !keeps) {
            step = Step.DELETE;
        } else {
            (step == Step.DELETE ? deleted : kept).add(name);
            name = cluster.nextTask();
            step = Step.ADD;
        }
        open = false;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    /** Answers that nothing explains. */
    List<Outcome> surprises() {
        return surprises;
    }

    /** Names that were added for good. */
    List<String> kept() {
        return kept;
    }

    List<String> deleted() {
        return deleted;
    }
}
