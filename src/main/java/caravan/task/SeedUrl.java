package caravan.task;

import caravan.task.tree.Words;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a URL must be like for a crawl to start there; what else there is to it is seen when it is normalised. */
final class SeedUrl {
    private static final int LONGEST = 2048;
    private static final String HOST = "[^/?#@\\s:\\[\\]{}<>\"'|^`\\\\]+|\\[[0-9a-f:.]+\\]";
    private static final Pattern HTTP =
            Pattern.compile("(?i)https?://(?:[^/?#@\\s]*@)?(" + HOST + ")(?::(\\d{1,5}))?([/?#].*)?");
    private static final Pattern LOGIN = Pattern.compile("//[^/?#@]*@");

    private SeedUrl() {}

    /**
     * @return the URL
     * @throws IllegalArgumentException saying why it is none
     */
    static String require(String url) {
        Matcher http = HTTP.matcher(url);
        if (!http.matches() || !isPort(http.group(2))) {
            throw new IllegalArgumentException("seed " + shown(url) + " is not an http:// or https:// URL");
        }
        if (url.length() > LONGEST || url.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "seed " + shown(url) + " is no fit URL; expected at most " + LONGEST + " characters on one line");
        }
        return url;
    }

    /** @return the host of a URL that passed {@link #require}, in lower case */
    static String hostOf(String url) {
        Matcher http = HTTP.matcher(url);
        return http.matches() ? http.group(1).toLowerCase(Locale.ROOT) : "";
    }

    private static boolean isPort(String digits) {
        return digits == null || Integer.parseInt(digits) >= 1 && Integer.parseInt(digits) <= 65_535;
    }

    private static String shown(String url) {
        return Words.quoted(LOGIN.matcher(url).replaceFirst("//"));
    }
}
