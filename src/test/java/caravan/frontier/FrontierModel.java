package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Does random things to a frontier and checks every answer against {@link ModelHost}: what is leased is due and the
 * right one of its host, nothing that is due is held back, nothing is lost or lent twice, and waits are announced
 * exactly. The seed decides everything.
 */
final class FrontierModel {
    private static final int HOSTS = 4;
    private static final int PATHS = 40;

    private Frontier frontier;
    private final ManualClock clock;
    private final long zero;
    private final long seed;
    private final Random random;
    private final TreeMap<String, ModelHost> hosts = new TreeMap<>();
    private final List<ModelLease> leased = new ArrayList<>();
    private final List<Lease> ended = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> done = new HashSet<>();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private Optional<UnaryOperator<Frontier>> killing = Optional.empty();
    private long lifeBegan = Long.MIN_VALUE;

    FrontierModel(Frontier frontier, Politeness politeness, ManualClock clock, long seed) {
        this.frontier = frontier;
        this.clock = clock;
        this.zero = clock.getAsLong();
        this.seed = seed;
        this.random = new Random(seed);
        IntStream.range(0, HOSTS)
                .mapToObj(i -> "http://h" + i + ".example")
                .forEach(origin -> hosts.put(origin, new ModelHost(politeness)));
        frontier.onReady(wakeUps::incrementAndGet);
    }

    /** Has it be killed now and then. @param restart gives the one that goes on where this one was */
    FrontierModel killed(UnaryOperator<Frontier> restart) {
        killing = Optional.of(restart);
        return this;
    }

    /** @return the frontier at the end, drained */
    Frontier run(int steps) {
        for (int step = 0; step < steps; step++) {
            try {
                step();
                checkStats();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", step " + step, e);
            }
        }
        try {
            drain();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", at the end", e);
        }
        return frontier;
    }

    private void step() {
        if (killing.isPresent() && random.nextInt(70) == 0) {
            kill(killing.get());
        }
        switch (random.nextInt(12)) {
            case 0, 1 -> watched(this::offer);
            case 2, 3, 4 -> lease();
            case 5 -> watched(() -> withLease(this::start));
            case 6 -> watched(() -> withLease(this::fetch));
            case 7 -> watched(() -> withLease(this::ack));
            case 8 -> watched(() -> withLease(random.nextBoolean() ? this::retry : this::defer));
            case 9 -> watched(random.nextInt(4) == 0 ? this::slow : this::block);
            case 10 -> watched(this::endAgain);
            default -> clock.advance(someTime(200));
        }
    }

    /** A wake-up comes when, and only when, the step made something ready sooner. */
    private void watched(Runnable step) {
        Optional<Duration> before = frontier.nextReady();
        int wakeUpsBefore = wakeUps.get();
        step.run();
        Optional<Duration> after = frontier.nextReady();
        boolean sooner = after.isPresent() && (before.isEmpty() || after.get().compareTo(before.get()) < 0);
        assertThat(wakeUps.get() - wakeUpsBefore)
                .as("from %s to %s", before, after)
                .isEqualTo(sooner ? 1 : 0);
    }

    /** What was lent is queued again, hosts wait their delay, and only what rests long is known to rest. */
    private void kill(UnaryOperator<Frontier> restart) {
        frontier = restart.apply(frontier);
        frontier.onReady(wakeUps::incrementAndGet);
        leased.forEach(held -> ended.add(held.lease));
        leased.clear();
        lifeBegan = seen.isEmpty() ? Long.MIN_VALUE : now(); // nothing can have been asked
        hosts.values().forEach(host -> host.restart(lifeBegan));
    }

    private void offer() {
        List<Request> batch =
                Stream.generate(this::someRequest).limit(random.nextInt(6)).toList();
        int fresh = 0;
        for (Request request : batch) {
            if (seen.add(request.url())) {
                hosts.get(request.origin()).wake(lifeBegan);
                hosts.get(request.origin()).queued.add(new ModelHost.Item(request, 0, false));
                fresh++;
            }
        }
        assertThat(frontier.offer(batch)).isEqualTo(fresh);
    }

    private void lease() {
        Optional<Lease> got = frontier.lease();
        if (got.isEmpty()) {
            Optional<Long> next = hosts.values().stream()
                    .flatMap(host -> host.next().stream())
                    .min(Long::compare);
            next.ifPresent(at -> assertThat(at).as("nothing due is held back").isGreaterThan(now()));
            assertThat(frontier.nextReady()).isEqualTo(next.map(at -> Duration.ofNanos(at - now())));
            return;
        }
        Request request = got.get().request();
        ModelHost host = hosts.get(request.origin());
        assertThat(host.next()).hasValueSatisfying(at -> assertThat(at).isLessThanOrEqualTo(now()));
        assertThat(host.candidates(now())).contains(request);
        host.queued.removeIf(item -> item.request().equals(request));
        leased.add(new ModelLease(got.get(), host));
    }

    private void start(ModelLease held) {
        frontier.started(held.lease);
        held.start(now());
    }

    private void fetch(ModelLease held) {
        frontier.fetched(held.lease);
        held.start(now());
        held.offWire(now());
    }

    private void ack(ModelLease held) {
        frontier.ack(held.lease);
        done.add(held.lease.request().url());
        end(held);
    }

    private void retry(ModelLease held) {
        Duration wait = someTime(500);
        Request again = held.lease.request().retry();
        frontier.retry(held.lease, again, wait);
        held.host.queued.add(new ModelHost.Item(again, now() + wait.toNanos(), true));
        end(held);
    }

    private void defer(ModelLease held) {
        Duration wait = someTime(300);
        frontier.defer(held.lease, wait);
        held.host.queued.add(0, new ModelHost.Item(held.lease.request(), 0, true));
        held.host.heldUntil = Math.max(held.host.heldUntil, now() + wait.toNanos());
        end(held);
    }

    private void block() {
        Duration wait = someTime(1500);
        String origin = someOrigin();
        frontier.blockHost(origin, wait);
        hosts.get(origin).block(now() + wait.toNanos(), wait.compareTo(Duration.ofSeconds(1)) >= 0);
    }

    private void slow() {
        String origin = someOrigin();
        ModelHost host = hosts.get(origin);
        Duration delay = Duration.ofNanos(host.delay).plus(someTime(50));
        frontier.hostDelay(origin, delay);
        host.delay = delay.toNanos();
    }

    private void endAgain() {
        for (Lease lease : ended) {
            frontier.started(lease);
            frontier.ack(lease);
            frontier.retry(lease, lease.request(), Duration.ZERO);
        }
    }

    private void end(ModelLease held) {
        held.offWire(now());
        leased.remove(held);
        held.host.leases.remove(held);
        ended.add(held.lease);
    }

    private void drain() {
        for (int i = 0; i < 10 * HOSTS * PATHS && !frontier.stats().drained(); i++) {
            lease();
            List.copyOf(leased).forEach(this::ack);
            frontier.nextReady().ifPresent(clock::advance);
        }
        assertThat(done).as("seed %d: nothing is lost", seed).isEqualTo(seen);
    }

    private void checkStats() {
        int queued =
                hosts.values().stream().mapToInt(host -> host.queued.size()).sum();
        int known = (int) hosts.values().stream()
                .filter(host -> !host.queued.isEmpty() || !host.leases.isEmpty())
                .count();
        assertThat(frontier.stats()).isEqualTo(new FrontierStats(queued, leased.size(), known, seen.size()));
    }

    private void withLease(Consumer<ModelLease> use) {
        if (!leased.isEmpty()) {
            use.accept(leased.get(random.nextInt(leased.size())));
        }
    }

    private Request someRequest() {
        String url = someOrigin() + "/" + random.nextInt(PATHS);
        return new Request(url, Ask.GET, "", Map.of(), 0, random.nextInt(3) - 1, 0, 0, "");
    }

    private String someOrigin() {
        return List.copyOf(hosts.keySet()).get(random.nextInt(HOSTS));
    }

    private Duration someTime(int boundMillis) {
        return Duration.ofMillis(random.nextInt(4) == 0 ? 0 : random.nextInt(boundMillis));
    }

    private long now() {
        return clock.getAsLong() - zero;
    }
}
