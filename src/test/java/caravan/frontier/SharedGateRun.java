package caravan.frontier;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Request;
import caravan.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Three frontiers ask one host through one gate, at random; checks what the host sees. The seed decides everything. */
final class SharedGateRun {
    private static final String ORIGIN = "http://a.example";
    private static final int URLS = 60;

    private final ManualClock clock;
    private final long seed;
    private final Random random;
    private final ModelHost host;
    private final List<Frontier> frontiers;
    private final List<ModelLease> leased = new ArrayList<>();
    private final List<Frontier> lenders = new ArrayList<>();
    private final long zero;
    private int done;

    SharedGateRun(ManualClock clock, Politeness politeness, long seed) {
        this.clock = clock;
        this.zero = clock.getAsLong();
        this.seed = seed;
        this.random = new Random(seed);
        this.host = new ModelHost(politeness);
        HostGate gate = new HostGate(clock);
        this.frontiers = Stream.generate(() -> (Frontier) new MemoryFrontier(politeness, gate, clock))
                .limit(3)
                .toList();
    }

    void run(int steps) {
        for (int i = 0; i < frontiers.size(); i++) {
            String path = ORIGIN + "/" + i + "/";
            frontiers
                    .get(i)
                    .offer(IntStream.range(0, URLS)
                            .mapToObj(n -> Request.seed(path + n))
                            .toList());
        }
        for (int step = 0; step < steps; step++) {
            step();
        }
        for (int i = 0; i < 100_000 && done < frontiers.size() * URLS; i++) {
            step();
        }
        assertThat(done).as("seed %d: nothing is lost", seed).isEqualTo(frontiers.size() * URLS);
        frontiers.forEach(Frontier::close);
    }

    private void step() {
        long now = clock.getAsLong() - zero;
        switch (random.nextInt(5)) {
            case 0 -> lease(frontiers.get(random.nextInt(frontiers.size())));
            case 1 -> clock.advance(Duration.ofMillis(random.nextInt(80)));
            case 2 -> {
                if (!leased.isEmpty()) {
                    int index = random.nextInt(leased.size());
                    lenders.get(index).started(leased.get(index).lease);
                    leased.get(index).start(now);
                }
            }
            default -> end(now);
        }
    }

    private void lease(Frontier frontier) {
        frontier.lease().ifPresent(lease -> {
            leased.add(new ModelLease(lease, host));
            lenders.add(frontier);
        });
    }

    private void end(long now) {
        if (leased.isEmpty()) {
            return;
        }
        int index = random.nextInt(leased.size());
        ModelLease held = leased.remove(index);
        Frontier lender = lenders.remove(index);
        if (random.nextInt(4) == 0) {
            lender.defer(held.lease, Duration.ofMillis(random.nextInt(30)));
        } else {
            lender.ack(held.lease);
            done++;
        }
        held.offWire(now);
        host.leases.remove(held);
    }
}
