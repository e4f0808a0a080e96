import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Does a crawl get slower as it grows? Serves generated pages on loopback, crawls them all with the frontier on disk in
 * a process of its own, and prints the pages a second of each tenth. Each page links to two further ones, and to four
 * that were seen before. Arguments: the jar, a new folder, how many pages.
 */
public class SteadyBench {
    private static final int TENTHS = 10;
    private static final int HEAP_MEGABYTES = 512;

    private final int pages;
    private final AtomicIntegerArray asked;
    private final AtomicLong total = new AtomicLong();
    private long tenthBegan;

    private SteadyBench(int pages) {
        this.pages = pages;
        this.asked = new AtomicIntegerArray(pages);
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        new SteadyBench(Integer.parseInt(arguments[2])).run(jar, folder);
    }

    private void run(Path jar, Path folder) throws Exception {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        try {
            crawl(jar, folder, "http://127.0.0.1:" + server.getAddress().getPort() + "/p/0");
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private void crawl(Path jar, Path folder, String url) throws Exception {
        Process crawl = new ProcessBuilder(
                        "java", "-Xmx" + HEAP_MEGABYTES + "m", "-jar", jar.toString(),
                        "crawl", url, "--resume=" + folder.resolve("crawl"), "--delay=0ms", "--per-host=16",
                        "--depth=1000", "--quiet", "--out=" + folder.resolve("pages.jsonl"))
                .inheritIO()
                .start();
        String resident = "";
        while (!crawl.waitFor(1, TimeUnit.SECONDS)) {
            resident = resident(crawl.pid(), resident);
        }
        long records;
        try (Stream<String> lines = Files.lines(folder.resolve("pages.jsonl"))) {
            records = lines.count();
        }
        long missing = IntStream.range(0, pages).filter(page -> asked.get(page) == 0).count();
        System.out.printf(
                "exit %d; %,d records; never asked for: %d; asked for again: %d; most memory: %s%n",
                crawl.exitValue(), records, missing, total.get() - (pages - missing), resident);
        System.out.printf("the crawl's folder: %,d MB%n", size(folder.resolve("crawl")) >> 20);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith("/p/")) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        int page = Integer.parseInt(path.substring("/p/".length()));
        asked.incrementAndGet(page);
        tell(total.incrementAndGet());
        byte[] body = html(page).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized void tell(long count) {
        long now = System.nanoTime();
        int tenth = pages / TENTHS;
        if (count == 1) {
            tenthBegan = now;
        } else if (count % tenth == 0) {
            System.out.printf("%,d pages: %,.0f/s%n", count, tenth / ((now - tenthBegan) / 1e9));
            tenthBegan = now;
        }
    }

    private String html(int page) {
        StringBuilder html = new StringBuilder("<title>page ").append(page).append("</title>");
        IntStream.of(2 * page + 1, 2 * page + 2, page / 2, page / 3, page / 5, 0)
                .filter(target -> target < pages)
                .forEach(target -> html.append("<a href=/p/").append(target).append(">more</a> "));
        return html.toString();
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
