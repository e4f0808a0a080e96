package caravan.app.trial;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Waits until processes are ready, but neither for the dead nor for ever. For one thread. */
final class Startup {
    private static final Duration POLL = Duration.ofMillis(200);

    private final StopSignal signal;
    private final Duration patience;
    private final long deadline;

    /** @param patience for everything that is awaited, together */
    Startup(StopSignal signal, Duration patience) {
        this.signal = signal;
        this.patience = patience;
        this.deadline = System.nanoTime() + patience.toNanos();
    }

    /** Something that a process has to come to. */
    record Step(Child child, Check check) {}

    /** Asks whether a process has come so far. */
    @FunctionalInterface
    interface Check {
        boolean done() throws InterruptedException;
    }

    /**
     * @return false when the process was told to stop meanwhile
     * @throws CaravanException INTERNAL with the end of its log, when a process ended or the time is over
     */
    boolean await(List<Step> steps) throws InterruptedException {
        List<Step> waiting = notDone(steps);
        while (!waiting.isEmpty()) {
            requireTime(waiting.get(0).child());
            if (signal.await(POLL)) {
                return false;
            }
            waiting = notDone(waiting);
        }
        return true;
    }

    private static List<Step> notDone(List<Step> steps) throws InterruptedException {
        List<Step> waiting = new ArrayList<>();
        for (Step step : steps) {
            requireAlive(step.child());
            if (!step.check().done()) {
                waiting.add(step);
            }
        }
        return waiting;
    }

    private static void requireAlive(Child child) {
        if (!child.isAlive()) {
            throw failure(child, "ended while the cluster was starting");
        }
    }

    private void requireTime(Child child) {
        if (System.nanoTime() - deadline > 0) {
            throw failure(child, "was not ready within " + patience.toSeconds() + "s");
        }
    }

    private static CaravanException failure(Child child, String what) {
        return new CaravanException(
                Kind.INTERNAL, child.name() + " " + what + "; its last words:\n" + child.lastWords());
    }
}
