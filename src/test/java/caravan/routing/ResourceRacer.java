package caravan.routing;

import caravan.testkit.AdminClient.Outcome;
import caravan.testkit.Cluster.Node;
import caravan.testkit.MasterCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A client that adds and deletes at random, at any master, one request after the other: names of its own, of which it
 * knows what is to come, and those that all clients share. For one thread, then for the one that looks at it.
 */
final class ResourceRacer implements Runnable {
    static final List<String> SHARED = List.of("shared-1", "shared-2");
    private static final int OWN = 5;
    private static final Duration RACE = Duration.ofSeconds(12);

    private final MasterCluster cluster;
    private final int number;
    private final List<Node> masters;
    private final Random random;
    private final Map<String, Boolean> expected = new HashMap<>();
    private final Map<String, Integer> done = new HashMap<>();
    private final List<Outcome> surprises = new ArrayList<>();

    private ResourceRacer(MasterCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
        this.masters = cluster.nodes().masters();
        this.random = new Random(number);
        IntStream.range(0, OWN).forEach(i -> expected.put(own(number, i), false));
    }

    /** All names that so many of them use. */
    static Stream<String> names(int racers) {
        return Stream.concat(SHARED.stream(), IntStream.range(0, racers * OWN).mapToObj(i -> own(i / OWN, i % OWN)));
    }

    private static String own(int racer, int name) {
        return "own-" + racer + "-" + name;
    }

    static List<ResourceRacer> raceForAWhile(MasterCluster cluster, int racers) {
        List<ResourceRacer> all = IntStream.range(0, racers)
                .mapToObj(number -> new ResourceRacer(cluster, number))
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(racers);
        try {
            all.stream()
                    .map(racer -> CompletableFuture.runAsync(racer, threads))
                    .toList()
                    .forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        return all;
    }

    /** How often all of them together had a change of that name made. */
    static int sum(List<ResourceRacer> racers, String method, String name) {
        return racers.stream()
                .mapToInt(racer -> racer.done.getOrDefault(method + name, 0))
                .sum();
    }

    @Override
    public void run() {
        long end = System.nanoTime() + RACE.toNanos();
        while (System.nanoTime() - end < 0) {
            boolean shared = random.nextInt(3) == 0;
            String name = shared ? SHARED.get(random.nextInt(SHARED.size())) : own(number, random.nextInt(OWN));
            boolean add = random.nextBoolean();
            Node master = masters.get(random.nextInt(masters.size()));
            Outcome outcome =
                    (add ? cluster.client().add(master, name) : cluster.client().delete(master, name)).join();
            if (shared) {
                note(outcome, outcome.status() == (add ? 409 : 404));
            } else {
                boolean change = expected.put(name, add) != add;
                note(outcome, !change && outcome.status() == (add ? 409 : 404));
                surprises.addAll(change == outcome.isOk() ? List.of() : List.of(outcome));
            }
        }
    }

    private void note(Outcome outcome, boolean isRefusal) {
        if (outcome.isOk()) {
            done.merge(outcome.asked().method() + outcome.name(), 1, Integer::sum);
        } else if (!isRefusal) {
            surprises.add(outcome);
        }
    }

    /** Whether each of its own names is to exist. */
    Map<String, Boolean> expected() {
        return expected;
    }

    /** Answers that do not go with what it knows. */
    List<Outcome> surprises() {
        return surprises;
    }
}
