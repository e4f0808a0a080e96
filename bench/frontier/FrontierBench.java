import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.frontier.CrawlHome;
import caravan.frontier.Frontier;
import caravan.frontier.HostGate;
import caravan.frontier.Lease;
import caravan.frontier.rocksdb.RocksHomes;
import caravan.task.Scope;
import caravan.task.Seed;
import caravan.task.Task;
import caravan.task.TaskLimits;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times the frontier on disk, without a network: URLs are offered in bulk, then some are leased and acknowledged, then
 * the store is closed and opened again. Arguments: a new folder, how many URLs, from how many hosts.
 */
public class FrontierBench {
    private static final int BATCH = 10_000;
    private static final int LEASES = 500_000;
    private static final RocksHomes.Settings SETTINGS =
            new RocksHomes.Settings(256L << 20, Duration.ofMillis(200));

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int urls = Integer.parseInt(arguments[1]);
        int hosts = Integer.parseInt(arguments[2]);
        try (RocksHomes homes = RocksHomes.at(folder, new HostGate(System::nanoTime), SETTINGS);
                CrawlHome home = homes.open("bench", task())) {
            offerAll(home.frontier(), urls, hosts);
            System.out.printf("heap after that: %,d MB; resident: %s%n", heap() >> 20, resident());
            lease(home.frontier(), "new store");
        }
        System.out.printf("on disk: %,d MB, %d bytes a URL%n", size(folder) >> 20, size(folder) / urls);
        long start = System.nanoTime();
        try (RocksHomes homes = RocksHomes.at(folder, new HostGate(System::nanoTime), SETTINGS);
                CrawlHome home = homes.open("bench", task())) {
            Optional<Lease> first = home.frontier().lease();
            System.out.printf(
                    "opened again, %,d queued, first lease %s: %.2f s%n",
                    home.frontier().stats().queued(), first.isPresent(), (System.nanoTime() - start) / 1e9);
            lease(home.frontier(), "opened again");
            System.out.printf("heap after that: %,d MB; resident: %s%n", heap() >> 20, resident());
        }
    }

    private static Task task() {
        return Task.ofPages(
                "bench",
                List.of(Seed.of("http://host0.example/")),
                new Scope(Scope.Kind.ANY, List.of(), List.of()),
                new TaskLimits(100, 0, Duration.ZERO, 1),
                Task.RobotsPolicy.IGNORE,
                true);
    }

    private static void offerAll(Frontier frontier, int urls, int hosts) {
        long began = System.nanoTime();
        long block = began;
        for (int at = 0; at < urls; at += BATCH) {
            List<Request> batch = new ArrayList<>(BATCH);
            for (int i = at; i < at + BATCH; i++) {
                String origin = "http://host" + Integer.remainderUnsigned(i * 0x9E3779B9, hosts) + ".example";
                String url = origin + "/articles/2026/11/" + i + ".html";
                batch.add(new Request(url, Ask.GET, "", Map.of(), 3, 0, 0, 0, origin + "/articles/2026/11/"));
            }
            frontier.offer(batch);
            if ((at + BATCH) % 1_000_000 == 0) {
                System.out.printf("%,d offered: %,.0f/s%n", at + BATCH, 1e6 / seconds(block));
                block = System.nanoTime();
            }
        }
        System.out.printf("offers in all: %,.0f/s%n", urls / seconds(began));
    }

    private static void lease(Frontier frontier, String when) {
        long began = System.nanoTime();
        int done = 0;
        while (done < LEASES) {
            Optional<Lease> lease = frontier.lease();
            if (lease.isEmpty()) {
                break;
            }
            frontier.started(lease.get());
            frontier.fetched(lease.get());
            frontier.ack(lease.get());
            done++;
        }
        System.out.printf("lease and ack, %s: %,.0f/s (%,d)%n", when, done / seconds(began), done);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static String resident() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " "))
                .toList()
                .toString();
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
