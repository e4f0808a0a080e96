package caravan.fetch.robots;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.crawl.Request;
import caravan.fetch.FetchOutcome;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Redirected;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.FetchRequest;
import caravan.fetch.FetchRequest.BodyPolicy;
import caravan.fetch.Fetcher;
import caravan.fetch.RetryAfter;
import caravan.fetch.Session;
import caravan.fetch.robots.RobotsVerdict.Unreachable;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import crawlercommons.robots.SimpleRobotRules;
import crawlercommons.robots.SimpleRobotRules.RobotRulesMode;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import okhttp3.HttpUrl;

/**
 * The robots.txt of every origin, by RFC 9309. Nothing here waits: where the answer is not known, the caller makes one
 * request with {@link #advance} in the origin's own turn and puts its page back for {@link #waitBeforeNext}.
 * Thread-safe:
 * states are immutable and replaced whole, by the one thread that holds the origin in {@code asking}.
 *
 * <p>An origin has one state, whether or not private addresses are allowed, so crawls that differ in that for the same
 * host must not share an instance.
 */
public final class Robots {
    private static final int MAX_TRIES = 3;
    private static final int WAIT_GROWTH = 4;
    private static final double JITTER = 0.25;
    private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(60);
    private static final Duration WHILE_ASKED_BY_ANOTHER = Duration.ofMillis(100);
    /** The weight of an origin beside its rules: 500 KiB hold some 45,000 rules, so counting origins is not enough. */
    private static final int ORIGIN_WEIGHT = 50;

    private final Fetcher fetcher;
    private final RobotsSettings settings;
    private final InstantSource clock;
    private final Session session;
    private final Cache<String, OriginState> states;
    private final Set<String> asking = ConcurrentHashMap.newKeySet();

    /** One that asks without proxies. */
    public Robots(Fetcher fetcher, RobotsSettings settings, InstantSource clock) {
        this(fetcher, settings, clock, Session.OPERATOR);
    }

    /**
     * @param session the way its requests go. What came through a task's proxies is the word of whoever runs them, so
     *                it must serve no crawl but that task's
     */
    public Robots(Fetcher fetcher, RobotsSettings settings, InstantSource clock, Session session) {
        this.fetcher = fetcher;
        this.settings = settings;
        this.clock = clock;
        this.session = session;
        // One segment, because the bound would otherwise hold for each segment by itself.
        states = CacheBuilder.newBuilder()
                .concurrencyLevel(1)
                .maximumWeight((long) settings.maxOrigins() * ORIGIN_WEIGHT)
                .weigher((String origin, OriginState state) -> ORIGIN_WEIGHT + ruleCount(state))
                .build();
    }

    private static int ruleCount(OriginState state) {
        return state.rules().map(rules -> rules.getRobotRules().size()).orElse(0);
    }

    /** @return what is known of the origin; empty when nothing is, as it was not asked yet or forgotten */
    public Optional<OriginRobots> find(String origin) {
        return Optional.ofNullable(states.getIfPresent(origin)).map(this::now);
    }

    /** The same, where nothing is known too. */
    public OriginRobots of(String origin) {
        return now(stateOf(origin));
    }

    private OriginRobots now(OriginState state) {
        return new OriginRobots(state, clock.instant(), settings.maxCrawlDelay());
    }

    /**
     * Goes on from what was noted of an origin of which nothing is known any more: no request is made while it holds,
     * which is as long as if it had been read in this process.
     *
     * @return what is known of the origin now
     */
    public OriginRobots recall(String origin, RobotsNote note) {
        Instant now = clock.instant();
        boolean useless = note.at().isAfter(now)
                || !note.at().plus(OriginState.STALE_RULES_LAST).isAfter(now);
        if (useless) {
            return of(origin);
        }
        SimpleRobotRules rules = note.text().map(this::parse).orElseGet(Robots::everything);
        OriginState recalled = OriginState.unasked(origin).withRules(origin, rules, note.at());
        OriginState other = states.asMap().putIfAbsent(origin, recalled);
        return now(other == null ? recalled : other);
    }

    /** @param url absolute and normalised */
    public RobotsVerdict verdict(String url) {
        return of(Request.originOf(url)).verdict(url);
    }

    /**
     * @return how long to put a page back while its verdict is unknown; zero when {@link #advance} may be
     * called now
     */
    public Duration waitBeforeNext(String origin) {
        Instant now = clock.instant();
        OriginState state = stateOf(origin);
        if (state.notBefore().isAfter(now)) {
            return Duration.between(now, state.notBefore());
        }
        return asking.contains(origin) && !state.isSettled(now) ? WHILE_ASKED_BY_ANOTHER : Duration.ZERO;
    }

    /**
     * Makes one request: for robots.txt or for the next hop of its redirects, which may be on another host.
     *
     * @param privateAllowed whether the operator named the origin's host
     * @return whether a request was made; false, at once, while another thread makes one, before its time has come, and
     *     when the verdict is known already
     */
    public boolean advance(String origin, boolean privateAllowed) {
        return advance(origin, privateAllowed, "", note -> {});
    }

    /**
     * The same.
     *
     * @param way  for the note
     * @param keep given what was read, if that settles it for a day
     */
    public boolean advance(String origin, boolean privateAllowed, String way, Consumer<RobotsNote> keep) {
        if (!asking.add(origin)) {
            return false;
        }
        try {
            OriginState state = stateOf(origin);
            if (!state.mayAsk(clock.instant())) {
                return false;
            }
            boolean sameHost = hostOf(state.nextUrl()).equals(hostOf(origin));
            FetchRequest request = new FetchRequest(
                    state.nextUrl(), Ask.GET, session, privateAllowed && sameHost, BodyPolicy.ROBOTS_TXT);
            FetchOutcome outcome = fetcher.fetch(request);
            OriginState next = after(outcome, origin, state);
            states.put(origin, next);
            if (!next.rulesAt().equals(state.rulesAt())) {
                keep.accept(new RobotsNote(way, next.rulesAt(), textOf(outcome)));
            }
            return true;
        } finally {
            asking.remove(origin);
        }
    }

    private static Optional<RobotsNote.Text> textOf(FetchOutcome outcome) {
        return outcome instanceof Fetched fetched && holdsRules(fetched.page().status())
                ? Optional.of(RobotsNote.Text.of(fetched.page()))
                : Optional.empty();
    }

    private static boolean holdsRules(int status) {
        return status >= 200 && status < 300;
    }

    private OriginState stateOf(String origin) {
        OriginState known = states.getIfPresent(origin);
        return known == null ? OriginState.unasked(origin) : known;
    }

    private OriginState after(FetchOutcome outcome, String origin, OriginState state) {
        if (outcome instanceof Fetched fetched) {
            return answered(fetched.page(), origin, state);
        }
        if (outcome instanceof Redirected redirected) {
            return redirected(redirected, origin, state);
        }
        if (outcome instanceof Refused refused) {
            Refusal counted = refused.reason() == Refusal.ADDRESS ? Refusal.ADDRESS : Refusal.ROBOTS;
            return givenUp(new Unreachable(counted, "robots.txt refused: " + refused.detail()), origin, state);
        }
        Failed failed = (Failed) outcome;
        if (failed.kind() == FailureKind.CANCELLED) {
            return state;
        }
        Unreachable why = new Unreachable(Refusal.ROBOTS, "robots.txt failed: " + failed.detail());
        return failed.kind().isTransient() ? failed(why, Duration.ZERO, origin, state) : givenUp(why, origin, state);
    }

    private OriginState answered(Page page, String origin, OriginState state) {
        int status = page.status();
        if (holdsRules(status)) {
            return state.withRules(origin, parse(RobotsNote.Text.of(page)), clock.instant());
        }
        if (status >= 300 && status < 500 && status != 429) {
            return allowingAll(origin, state); // "unavailable", RFC 9309 § 2.3.1.3; a 3xx without target is no better
        }
        Duration asked = page.header("retry-after")
                .flatMap(value -> RetryAfter.parse(value, clock.instant()))
                .orElse(Duration.ZERO);
        return failed(new Unreachable(Refusal.ROBOTS, "robots.txt answered " + status), asked, origin, state);
    }

    private OriginState redirected(Redirected redirected, String origin, OriginState state) {
        HttpUrl target = HttpUrl.get(state.nextUrl()).resolve(redirected.location());
        if (target == null || state.redirects() == OriginState.MAX_REDIRECTS) {
            return allowingAll(origin, state);
        }
        return state.redirectedTo(target.newBuilder().fragment(null).build().toString());
    }

    private OriginState failed(Unreachable why, Duration asked, String origin, OriginState state) {
        if (state.tries() + 1 >= MAX_TRIES) {
            return givenUp(why, origin, state);
        }
        double growth = Math.pow(WAIT_GROWTH, state.tries())
                * (1 + ThreadLocalRandom.current().nextDouble(-JITTER, JITTER));
        Duration wait = Duration.ofNanos((long) (settings.retryWait().toNanos() * growth));
        Duration bounded = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
        return state.toBeRetried(origin, clock.instant().plus(bounded.compareTo(wait) > 0 ? bounded : wait));
    }

    private OriginState givenUp(Unreachable why, String origin, OriginState state) {
        return state.givenUp(origin, why, clock.instant());
    }

    private OriginState allowingAll(String origin, OriginState state) {
        return state.withRules(origin, everything(), clock.instant());
    }

    private static SimpleRobotRules everything() {
        return new SimpleRobotRules(RobotRulesMode.ALLOW_ALL);
    }

    private SimpleRobotRules parse(RobotsNote.Text text) {
        // The parser's own limit would disallow everything where the delay is long; ours is to wait the maximum.
        SimpleRobotRulesParser parser = new SimpleRobotRulesParser(Long.MAX_VALUE, 0);
        return parser.parseContent(text.url(), text.body(), text.contentType(), List.of(settings.productToken()));
    }

    private static String hostOf(String url) {
        HttpUrl parsed = HttpUrl.parse(url);
        return parsed == null ? url : parsed.host();
    }
}
