package caravan.fetch.robots;

import crawlercommons.robots.BaseRobotRules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is known of the robots.txt of one origin at a moment. Immutable. */
public final class OriginRobots {
    private final OriginState state;
    private final Instant at;
    private final Duration maxCrawlDelay;

    OriginRobots(OriginState state, Instant at, Duration maxCrawlDelay) {
        this.state = state;
        this.at = at;
        this.maxCrawlDelay = maxCrawlDelay;
    }

    /** @param url of this origin, absolute and normalised */
    public RobotsVerdict verdict(String url) {
        return state.verdict(url, at);
    }

    /** @return the Crawl-delay asked of our agent, cut to the configured maximum; empty where none is known */
    public Optional<Duration> crawlDelay() {
        return state.rules()
                .map(BaseRobotRules::getCrawlDelay)
                .filter(millis -> millis != BaseRobotRules.UNSET_CRAWL_DELAY)
                .map(millis -> Duration.ofMillis(Math.max(0, Math.min(millis, maxCrawlDelay.toMillis()))));
    }

    /** @return the URLs of the sitemaps that robots.txt names, as written there; of any host */
    public List<String> sitemaps() {
        return state.rules().map(BaseRobotRules::getSitemaps).orElse(List.of());
    }
}
