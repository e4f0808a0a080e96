import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.cluster.etcd.Duty;
import caravan.cluster.etcd.Keys;
import caravan.cluster.etcd.Registration;
import caravan.cluster.etcd.ResourceView;
import caravan.cluster.etcd.WorkerEntry;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdSettings;
import caravan.etcd.EtcdTxn;
import caravan.etcd.PrefixState;
import caravan.etcd.PrefixWatch;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Times a master with many resources: real masters as processes, real etcd, and workers in this process that do all
 * that workers do with resources except crawl. Run by {@code bench/cluster/run}, which tells it where everything is.
 */
public class ClusterBench {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 5;

    private final String etcdUrl = System.getProperty("etcd");
    private final Path jar = Path.of(System.getProperty("jar"));
    private final Path work = Path.of(System.getProperty("work"));
    private final int tasks = Integer.getInteger("tasks", 10_000);
    private final int workerCount = Integer.getInteger("workers", 20);
    private final Etcd etcd = new Etcd(EtcdSettings.plain(etcdUrl));
    private final List<BenchWorker> workers = new ArrayList<>();
    private final Map<String, Process> masters = new TreeMap<>();

    /** What a worker does with resources; opening one is a note. */
    private final class BenchWorker implements AutoCloseable {
        final ConcurrentHashMap<String, String> open = new ConcurrentHashMap<>();
        final Etcd own = new Etcd(EtcdSettings.plain(etcdUrl));
        final Registration registration;
        final Duty duty;
        final PrefixWatch watch;
        final Thread watching;

        BenchWorker(int number) {
            String id = "w" + number;
            registration = new Registration(
                    new Etcd(EtcdSettings.plain(etcdUrl)),
                    LEASE,
                    new WorkerEntry(id, "127.0.0.1:" + number, "", 10_000, "bench", "bench-" + number, ""));
            ResourceView view = new ResourceView();
            Reconciler reconciler = new Reconciler(id, view, new Reconciler.Runner() {
                @Override
                public void open(Resource resource) {
                    open.put(resource.name(), resource.id());
                }

                @Override
                public void close(String name) {
                    open.remove(name);
                }
            });
            duty = new Duty(own, registration.key(), view, reconciler);
            watch = new PrefixWatch(
                    own, Keys.RESOURCES, new PrefixState(), PrefixWatch.Options.DEFAULT, duty::resourceChanged);
            watching = new Thread(watch, "watch-" + id);
            watching.setDaemon(true);
        }

        void start() {
            registration.start();
            watching.start();
            until(Duration.ofSeconds(30), () -> {
                duty.catchUp();
                return duty.isOn();
            });
        }

        @Override
        public void close() {
            watch.close();
            registration.close();
            own.close();
        }
    }

    public static void main(String[] args) throws Exception {
        new ClusterBench().run();
        System.exit(0);
    }

    private void run() throws Exception {
        define();
        for (int i = 0; i < workerCount; i++) {
            workers.add(new BenchWorker(i));
        }
        workers.forEach(BenchWorker::start);
        System.out.printf("%,d tasks, %d workers%n", tasks, workerCount);
        try (Master leader = new Master("m1", 18081, 19091)) {
            leader.awaitLeading();
            try (Master follower = new Master("m2", 18082, 19092)) {
                follower.awaitReady();
                rounds("the leader", leader, 0, tasks / 2);
                rounds("a follower", follower, tasks / 2, tasks);
                awaitAllOpen("all open at their workers after the last add", System.nanoTime());
                memory("leader", leader);
                memory("follower", follower);
            }
            death();
        }
        restart();
        fromNothing();
        workers.forEach(BenchWorker::close);
    }

    private void define() {
        for (int from = 0; from < tasks; from += EtcdTxn.MAX_OPERATIONS) {
            EtcdTxn txn = new EtcdTxn();
            for (int i = from; i < Math.min(tasks, from + EtcdTxn.MAX_OPERATIONS); i++) {
                txn.put(Keys.TASKS + name(i), "{\"name\":\"" + name(i) + "\",\"seeds\":[\"http://127.0.0.1:1/\"]}");
            }
            etcd.commit(txn);
        }
    }

    /** The first round is that of a process just started; by the last its code has been compiled. */
    private void rounds(String whom, Master at, int from, int to) throws Exception {
        for (int round = 1; round <= ROUNDS; round++) {
            if (round > 1) {
                timed("deletes at " + whom, from, to, number -> at.call("DELETE", "/crawler/resource/" + name(number), ""));
            }
            timed("adds at " + whom + ", round " + round, from, to,
                    number -> at.call("POST", "/crawler/resource", "{\"name\":\"" + name(number) + "\"}"));
        }
    }

    private interface Call {
        int make(int number) throws Exception;
    }

    private void timed(String what, int from, int to, Call call) throws Exception {
        long[] nanos = new long[to - from];
        AtomicInteger failed = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        Map<String, Duration> before = processorTimes();
        long start = System.nanoTime();
        List<Future<?>> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            int number = i;
            all.add(clients.submit(() -> {
                long sent = System.nanoTime();
                if (call.make(number) != 200) {
                    failed.incrementAndGet();
                }
                nanos[number - from] = System.nanoTime() - sent;
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        clients.shutdown();
        Map<String, Duration> after = processorTimes();
        Arrays.sort(nanos);
        System.out.printf("%s: %,.0f/s, p50 %.1f ms, p99 %.1f ms, failed %d; processor time of each:", what,
                nanos.length / seconds, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6,
                failed.get());
        after.forEach((process, time) -> System.out.printf(" %s %.2f ms", process,
                time.minus(before.getOrDefault(process, Duration.ZERO)).toNanos() / 1e6 / nanos.length));
        System.out.println();
    }

    /** Of this process, which is clients and workers, and of those that it and its caller have started. */
    private Map<String, Duration> processorTimes() {
        Map<String, Duration> times = new TreeMap<>();
        ProcessHandle self = ProcessHandle.current();
        times.put("clients and workers", self.info().totalCpuDuration().orElse(Duration.ZERO));
        masters.forEach((id, process) -> times.put(id, process.info().totalCpuDuration().orElse(Duration.ZERO)));
        ProcessHandle.allProcesses()
                .filter(each -> each.info().arguments().filter(words -> List.of(words).contains(etcdUrl)).isPresent()
                        && each.info().command().filter(command -> command.endsWith("etcd")).isPresent())
                .forEach(each -> times.put("etcd", each.info().totalCpuDuration().orElse(Duration.ZERO)));
        return times;
    }

    /** A worker dies without a word: its lease ends, its resources go to the others. */
    private void death() {
        BenchWorker dead = workers.remove(workers.size() - 1);
        int had = dead.open.size();
        dead.close(); // gives its place up, so that only the reassignment is timed
        long start = System.nanoTime();
        awaitAllOpen("reassigned " + had + " resources of a worker that left", start);
        levels();
    }

    private void restart() throws Exception {
        long start = System.nanoTime();
        try (Master again = new Master("m3", 18083, 19093)) {
            again.awaitLeading();
            say("new master process leads and has read all", start);
        }
    }

    /** Everything pending, workers waiting: from the start of the first master's process to all open. */
    private void fromNothing() throws Exception {
        for (int from = 0; from < tasks; from += EtcdTxn.MAX_OPERATIONS) {
            EtcdTxn txn = new EtcdTxn();
            for (int i = from; i < Math.min(tasks, from + EtcdTxn.MAX_OPERATIONS); i++) {
                txn.put(Keys.RESOURCES + name(i), "{\"ID\":\"again-" + i + "\",\"Name\":\"" + name(i)
                        + "\",\"AssignedNode\":\"\",\"CreationTime\":1,\"WorkerID\":\"\",\"Epoch\":0}");
            }
            etcd.commit(txn);
        }
        until(Duration.ofSeconds(60), () -> workers.stream().allMatch(worker -> worker.open.isEmpty()));
        long start = System.nanoTime();
        try (Master first = new Master("m4", 18084, 19094)) {
            first.awaitLeading();
            long led = System.nanoTime();
            say("a master process starts over pending resources, until it leads", start);
            awaitAllOpen("from leading to all assigned and open", led);
            levels();
            memory("leader", first);
        }
    }

    private void awaitAllOpen(String what, long start) {
        until(Duration.ofMinutes(2), () -> workers.stream().mapToInt(worker -> worker.open.size()).sum() == tasks);
        say(what, start);
    }

    private void levels() {
        int most = workers.stream().mapToInt(worker -> worker.open.size()).max().orElse(0);
        int least = workers.stream().mapToInt(worker -> worker.open.size()).min().orElse(0);
        System.out.printf("loads %d to %d%n", least, most);
    }

    private static void say(String what, long start) {
        System.out.printf("%s: %.2f s%n", what, (System.nanoTime() - start) / 1e9);
    }

    private void memory(String what, Master of) throws IOException {
        long kilobytes = Files.readAllLines(Path.of("/proc/" + of.process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        System.out.printf("%s: peak resident %d MB with the launcher's options%n", what, kilobytes / 1024);
    }

    private static String name(int number) {
        return "task-%05d".formatted(number);
    }

    private static void until(Duration bound, BooleanSupplier condition) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("did not come within " + bound);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** A master as its users run it. */
    private final class Master implements AutoCloseable {
        final Process process;
        final String base;

        Master(String id, int http, int grpc) throws IOException {
            Path folder = Files.createDirectories(work.resolve(id));
            base = "http://127.0.0.1:" + http;
            process = new ProcessBuilder("java", "-Xms64m", "-Xmx320m", "-XX:+UseParallelGC", "-jar", jar.toString(),
                            "master", "--id=" + id, "--http=127.0.0.1:" + http, "--grpc=127.0.0.1:" + grpc,
                            "--etcd=" + etcdUrl)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            masters.put(id, process);
        }

        void awaitReady() {
            until(Duration.ofSeconds(60), () -> get("/observe/health/ready").startsWith("200"));
        }

        /** Leads, and has read what is stored: the state in which it takes adds. */
        void awaitLeading() {
            until(Duration.ofSeconds(60), () -> get("/crawler/status").contains("\"leading\":true")
                    && get("/crawler/status").contains("\"leaderReady\":true"));
        }

        int call(String method, String path, String json) throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                    .header("Content-Type", "application/json")
                    .timeout(Duration.ofSeconds(30))
                    .method(method, HttpRequest.BodyPublishers.ofString(json))
                    .build();
            return HTTP.send(request, BodyHandlers.discarding()).statusCode();
        }

        String get(String path) {
            try {
                HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(Duration.ofSeconds(5))
                        .build();
                var answer = HTTP.send(request, BodyHandlers.ofString());
                return answer.statusCode() + answer.body();
            } catch (IOException | InterruptedException e) {
                return "";
            }
        }

        @Override
        public void close() {
            process.destroy();
            until(Duration.ofSeconds(30), () -> !process.isAlive());
            masters.values().remove(process);
        }
    }
}
