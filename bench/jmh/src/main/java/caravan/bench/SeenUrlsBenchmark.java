package caravan.bench;

import caravan.frontier.SeenUrls;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What remembering a URL costs, in time and memory, while the set grows from nothing to 1,000,000. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx1g")
@Warmup(iterations = 5)
@Measurement(iterations = 10)
public class SeenUrlsBenchmark {
    private static final int URLS = 1_000_000;

    private String[] urls;
    private SeenUrls seen;

    @Setup
    public void makeUrls() {
        urls = IntStream.range(0, URLS)
                .mapToObj(i -> "https://host" + i % 10_000 + ".example/section/page-" + i + ".html")
                .toArray(String[]::new);
    }

    @Benchmark
    @OperationsPerInvocation(URLS)
    public long add() {
        seen = new SeenUrls();
        for (String url : urls) {
            seen.add(url);
        }
        return seen.size();
    }

    @TearDown
    public void reportMemory() {
        System.out.printf("%n%.1f bytes a URL%n", (double) seen.bytes() / seen.size());
    }
}
