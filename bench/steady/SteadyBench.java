import caravan.testkit.GraphSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Does a crawl get slower as it grows? Serves generated pages on loopback, crawls them all with the frontier on disk in
 * a process of its own, and prints the pages a second of each tenth. Each page links to two further ones, and to four
 * that were seen before. Arguments: the jar, a new folder, how many pages.
 */
public class SteadyBench {
    private static final int TENTHS = 10;
    private static final int HEAP_MEGABYTES = 512;

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        int pages = Integer.parseInt(arguments[2]);
        try (GraphSite site = GraphSite.start(pages)) {
            Process crawl = crawl(Path.of(arguments[0]), folder, site.url());
            String resident = watch(crawl, site, pages / TENTHS);
            try (Stream<String> records = Files.lines(folder.resolve("pages.jsonl"))) {
                System.out.printf(
                        "exit %d; %,d records; never asked for: %d; asked for again: %d; most memory: %s%n",
                        crawl.exitValue(), records.count(), pages - site.pagesAsked(), site.repeated(), resident);
            }
        }
        System.out.printf("the crawl's folder: %,d MB%n", size(folder.resolve("crawl")) >> 20);
    }

    private static Process crawl(Path jar, Path folder, String url) throws IOException {
        return new ProcessBuilder(
                        "java", "-Xmx" + HEAP_MEGABYTES + "m", "-jar", jar.toString(),
                        "crawl", url, "--resume=" + folder.resolve("crawl"), "--delay=0ms", "--per-host=16",
                        "--depth=1000", "--quiet", "--out=" + folder.resolve("pages.jsonl"))
                .inheritIO()
                .start();
    }

    /** Until it ends. The first tenth counts from the first page. @return the most memory it took */
    private static String watch(Process crawl, GraphSite site, int tenth) throws InterruptedException {
        String resident = "";
        long counted = 0;
        long next = tenth;
        long since = System.nanoTime();
        for (boolean ended = false; !ended; ) {
            ended = crawl.waitFor(50, TimeUnit.MILLISECONDS);
            resident = resident(crawl.pid(), resident);
            long pages = site.requests();
            long now = System.nanoTime();
            if (pages == 0) {
                since = now;
            } else if (pages >= next) {
                System.out.printf("%,d pages: %,.0f/s%n", pages, (pages - counted) / ((now - since) / 1e9));
                counted = pages;
                next += tenth;
                since = now;
            }
        }
        return resident;
    }

    private static String resident(long pid, String before) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            List<String> peak = lines.filter(line -> line.startsWith("VmHWM")).toList();
            return peak.isEmpty() ? before : peak.get(0).replaceAll("\\s+", " ");
        } catch (IOException e) {
            return before; // it has just ended
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
