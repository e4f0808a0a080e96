package caravan.crawl;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What happened in one crawl so far. Thread-safe and cheap to count with: every page touches it several times. */
public final class CrawlCounters {
    /** Hosts named at most in {@link CrawlStats#hostProblems}: enough for a person to read, and bounded. */
    private static final int MAX_HOST_PROBLEMS = 100;

    private final long openedNanos;
    private final LongAdder[] pagesByClass = new LongAdder[10];
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();
    private final Map<String, String> hostProblems = new ConcurrentHashMap<>();
    private final LongAdder records = new LongAdder();
    private final LongAdder incomplete = new LongAdder();
    private final LongAdder unchanged = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder retries = new LongAdder();
    private final LongAdder seedsFetched = new LongAdder();

    public CrawlCounters() {
        this(Duration.ZERO);
    }

    /** Goes on from what was counted before. */
    public CrawlCounters(CrawlStats before) {
        this(before.elapsed());
        before.pagesByClass().forEach((statusClass, count) -> pagesByClass[statusClass].add(count));
        before.refusals().forEach(this::refused);
        before.failures().forEach((kind, count) -> failures.computeIfAbsent(kind, k -> new LongAdder())
                .add(count));
        hostProblems.putAll(before.hostProblems());
        records.add(before.records());
        incomplete.add(before.incomplete());
        unchanged.add(before.unchanged());
        bytes.add(before.bytes());
        retries.add(before.retries());
        seedsFetched.add(before.seedsFetched());
    }

    private CrawlCounters(Duration elapsed) {
        openedNanos = System.nanoTime() - elapsed.toNanos();
        for (int i = 0; i < pagesByClass.length; i++) {
            pagesByClass[i] = new LongAdder();
        }
        for (Refusal reason : Refusal.values()) {
            refusals.put(reason, new LongAdder());
        }
    }

    /** Counts an answer. */
    public void answered(Page page) {
        pagesByClass[Math.min(9, page.status() / 100)].increment();
        if (page.bodyRead()) {
            bytes.add(page.bytes());
        }
    }

    public void refused(Refusal reason, long count) {
        refusals.get(reason).add(count);
    }

    /**
     * @param kind a fixed word such as {@code timeout}; never text from the network
     */
    public void failed(String kind) {
        failures.computeIfAbsent(kind, k -> new LongAdder()).increment();
    }

    public void retried() {
        retries.increment();
    }

    /** Items that were dropped, as a value they require was missing. */
    public void incomplete(long count) {
        incomplete.add(count);
    }

    /** A page that is as it was when it was fetched last. */
    public void unchanged() {
        unchanged.increment();
    }

    public void recorded(long count) {
        records.add(count);
    }

    /** A seed, or what it redirected to, was answered with a status under 400. */
    public void seedFetched() {
        seedsFetched.increment();
    }

    public boolean anySeedFetched() {
        return seedsFetched.sum() > 0;
    }

    /** Notes why a host could not be asked for anything; the first reason stays. */
    public void hostProblem(String origin, String reason) {
        if (hostProblems.size() < MAX_HOST_PROBLEMS) {
            hostProblems.putIfAbsent(origin, reason);
        }
    }

    /** Notes why a host is left alone at present, in the place of anything noted of it. */
    public void hostTrouble(String origin, String reason) {
        if (hostProblems.size() < MAX_HOST_PROBLEMS || hostProblems.containsKey(origin)) {
            hostProblems.put(origin, reason);
        }
    }

    /** The host is in {@link #hostTrouble} no more. */
    public void hostWell(String origin) {
        hostProblems.remove(origin);
    }

    public CrawlStats snapshot() {
        Map<Integer, Long> classes = new TreeMap<>();
        for (int i = 0; i < pagesByClass.length; i++) {
            putIfPositive(classes, i, pagesByClass[i]);
        }
        Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
        refusals.forEach((reason, count) -> putIfPositive(refused, reason, count));
        Map<String, Long> failed = new TreeMap<>();
        failures.forEach((kind, count) -> putIfPositive(failed, kind, count));
        return new CrawlStats(
                classes,
                records.sum(),
                incomplete.sum(),
                unchanged.sum(),
                bytes.sum(),
                refused,
                failed,
                retries.sum(),
                seedsFetched.sum(),
                new TreeMap<>(hostProblems),
                Duration.ofNanos(System.nanoTime() - openedNanos));
    }

    private static <K> void putIfPositive(Map<K, Long> target, K key, LongAdder count) {
        if (count.sum() > 0) {
            target.put(key, count.sum());
        }
    }
}
