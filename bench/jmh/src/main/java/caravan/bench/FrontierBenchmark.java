package caravan.bench;

import caravan.crawl.Request;
import caravan.frontier.Frontier;
import caravan.frontier.HostGate;
import caravan.frontier.Lease;
import caravan.frontier.MemoryFrontier;
import caravan.frontier.Politeness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a request costs in the frontier with 10,000 hosts and 1,000,000 queued requests. Each invocation is one whole
 * pass, so a figure is a mean over filling or emptying the frontier. The clock is the test's own: with a delay, time is
 * moved to the next host that may be asked, so every lease goes through the heap of waiting hosts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 3)
@Measurement(iterations = 5)
public class FrontierBenchmark {
    private static final int HOSTS = 10_000;
    private static final int REQUESTS = 1_000_000;
    private static final int LINKS_PER_PAGE = 100;

    @Param({"0", "1000"})
    public int delayMillis;

    private List<List<Request>> pages;
    private Frontier full;
    private Frontier empty;
    private long nanos;

    @Setup(Level.Trial)
    public void makePages() {
        pages = new ArrayList<>();
        for (int first = 0; first < REQUESTS; first += LINKS_PER_PAGE) {
            List<Request> page = new ArrayList<>();
            for (int i = first; i < first + LINKS_PER_PAGE; i++) {
                page.add(Request.seed("https://host" + i * 31L % HOSTS + ".example/section/page-" + i + ".html"));
            }
            pages.add(page);
        }
    }

    @Setup(Level.Invocation)
    public void fill() {
        empty = frontier();
        full = frontier();
        pages.forEach(full::offer);
    }

    @TearDown(Level.Invocation)
    public void close() {
        empty.close();
        full.close();
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int leaseStartedFetchedAck() {
        int leases = 0;
        while (leases < REQUESTS) {
            Lease lease = full.lease().orElse(null);
            if (lease == null) {
                nanos += full.nextReady().orElseThrow().toNanos();
                continue;
            }
            full.started(lease);
            full.fetched(lease);
            full.ack(lease);
            leases++;
        }
        return leases;
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int offerAPageOfLinks() {
        int added = 0;
        for (List<Request> page : pages) {
            added += empty.offer(page);
        }
        return added;
    }

    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public int offerLinksSeenBefore() {
        int added = 0;
        for (List<Request> page : pages) {
            added += full.offer(page);
        }
        return added;
    }

    private Frontier frontier() {
        return new MemoryFrontier(
                new Politeness(1, Duration.ofMillis(delayMillis)), new HostGate(() -> nanos), () -> nanos);
    }
}
