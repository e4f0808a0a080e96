package caravan.app.trial;

import caravan.app.trial.Startup.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The processes of the trial, from their start to their end. For one thread, which must outlive them. */
final class TrialCluster implements AutoCloseable {
    private static final Duration TO_GET_READY = Duration.ofSeconds(60);
    /** A node finishes what is in flight within 10 s, and Camel takes some more. */
    private static final Duration TO_STOP = Duration.ofSeconds(17);

    private final TrialPlan plan;
    private final ArgumentLists commands;
    private final List<String> tether = Tether.find();
    private final Asking asking = new Asking();
    private final Map<String, Child> children = new LinkedHashMap<>();

    TrialCluster(TrialPlan plan, ArgumentLists commands) {
        this.plan = plan;
        this.commands = commands;
    }

    /**
     * Starts everything and waits until it is ready.
     *
     * @return false when the process was told to stop meanwhile
     * @throws caravan.CaravanException INTERNAL when something does not get ready; what was started still runs
     */
    boolean start(StopSignal signal) throws InterruptedException {
        Startup startup = new Startup(signal, TO_GET_READY);
        Child etcd = start(TrialPlan.ETCD, commands.etcd());
        if (!startup.await(List.of(new Step(etcd, () -> asking.isHealthy(plan))))) {
            return false;
        }
        List<Step> steps = new ArrayList<>();
        for (Member member : plan.members()) {
            Child child = start(member.name(), commands.member(member));
            steps.add(new Step(child, () -> asking.isReady(member)));
        }
        Member first = plan.masters().get(0);
        steps.add(
                new Step(children.get(first.name()), () -> asking.leader(first).isPresent()));
        return startup.await(steps);
    }

    private Child start(String name, List<String> command) {
        Child child = Child.start(
                name, Stream.concat(tether.stream(), command.stream()).toList(), plan);
        children.put(name, child);
        return child;
    }

    /** Tells, in a line each, which processes end from now on without having been asked to. */
    void watch(Consumer<String> tell) {
        children.values().forEach(child -> child.onUnexpectedEnd(tell));
    }

    /** @return the id of the master that leads; empty while nobody does */
    Optional<Integer> leader() throws InterruptedException {
        return asking.leader(plan.masters().get(0));
    }

    /** @param name as in the plan, of a process that was started */
    long pid(String name) {
        return children.get(name).pid();
    }

    /** Stops workers, masters and etcd, in this order, and kills what does not stop in time. */
    @Override
    public void close() {
        children.values().forEach(Child::expectEnd);
        try {
            stop(plan.workers().stream().map(Member::name).toList());
            stop(plan.masters().stream().map(Member::name).toList());
            stop(List.of(TrialPlan.ETCD));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop(List<String> names) throws InterruptedException {
        List<Child> group = children.values().stream()
                .filter(child -> names.contains(child.name()))
                .toList();
        group.forEach(Child::terminate);
        long deadline = System.nanoTime() + TO_STOP.toNanos();
        for (Child child : group) {
            child.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }
}
