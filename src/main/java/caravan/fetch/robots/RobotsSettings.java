package caravan.fetch.robots;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How robots.txt is asked and obeyed.
 *
 * @param userAgent     the User-Agent header; its product token, up to the first slash or blank, is the name that rules
 *                      are looked up by
 * @param maxCrawlDelay longer delays are cut to this
 * @param retryWait     before the second try, give or take jitter; the third comes after four times that
 * @param maxOrigins    remembered at once, the least recently used going first; origins with very many rules count for
 *                      more
 */
public record RobotsSettings(String userAgent, Duration maxCrawlDelay, Duration retryWait, int maxOrigins) {
    private static final Pattern PRODUCT_TOKEN = Pattern.compile("[A-Za-z0-9_.-]+");

    public RobotsSettings {
        if (!PRODUCT_TOKEN.matcher(productTokenOf(userAgent)).matches()) {
            throw new IllegalArgumentException("the user agent must begin with a product name: '" + userAgent + "'");
        }
        if (maxCrawlDelay.isNegative() || retryWait.isNegative() || maxOrigins < 1) {
            throw new IllegalArgumentException("waits cannot be negative, and at least one origin must be remembered");
        }
    }

    /** Crawl-delay up to 60 s, retries after 1 s and 4 s, 10,000 origins. */
    public static RobotsSettings of(String userAgent) {
        return new RobotsSettings(userAgent, Duration.ofSeconds(60), Duration.ofSeconds(1), 10_000);
    }

    /** The name in lower case, as the rules are compared. */
    String productToken() {
        return productTokenOf(userAgent).toLowerCase(Locale.ROOT);
    }

    private static String productTokenOf(String userAgent) {
        return userAgent.split("[/\\s]", 2)[0];
    }
}
