package caravan.parse;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What a page asks of robots, in a meta element or an X-Robots-Tag header. Several of them add up: the strictest holds
 * (https://developers.google.com/search/docs/crawling-indexing/robots-meta-tag).
 */
public record RobotsDirectives(boolean noIndex, boolean noFollow) {
    static final RobotsDirectives NONE = new RobotsDirectives(false, false);

    /** Directives that have a value after a colon, and so are not the name of a robot. */
    private static final Set<String> WITH_VALUE =
            Set.of("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview");

    private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");
    private static final Pattern ROBOT = Pattern.compile("\\*|[a-z0-9_-]+");

    /**
     * @param document  of an HTML page
     * @param headers   values of its X-Robots-Tag headers
     * @param robotName our product token in lower case
     */
    public static RobotsDirectives ofPage(Document document, List<String> headers, String robotName) {
        RobotsDirectives all = ofHeaders(headers, robotName);
        for (Element meta : document.getElementsByTag("meta")) {
            String named = meta.attr("name").isEmpty() ? meta.attr("property") : meta.attr("name");
            if (named.equalsIgnoreCase("robots") || named.equalsIgnoreCase(robotName)) {
                all = all.and(of(meta.attr("content")));
            }
        }
        return all;
    }

    /** @param rel of a link, such as {@code noopener nofollow} */
    public static boolean isNoFollow(String rel) {
        return HtmlReading.hasToken(rel, "nofollow");
    }

    /** @param content of a meta element, such as {@code noindex, nofollow} */
    static RobotsDirectives of(String content) {
        boolean noIndex = false;
        boolean noFollow = false;
        for (String directive : SEPARATOR.split(content.toLowerCase(Locale.ROOT))) {
            noIndex |= directive.equals("noindex") || directive.equals("none");
            noFollow |= directive.equals("nofollow") || directive.equals("none");
        }
        return noIndex || noFollow ? new RobotsDirectives(noIndex, noFollow) : NONE;
    }

    /**
     * @param values    of the X-Robots-Tag headers; what follows {@code otherbot:} in a value is meant for that robot
     * @param robotName our product token in lower case
     */
    public static RobotsDirectives ofHeaders(List<String> values, String robotName) {
        RobotsDirectives all = NONE;
        for (String value : values) {
            boolean ours = true;
            for (String part : value.toLowerCase(Locale.ROOT).split(",")) {
                int colon = part.indexOf(':');
                String before = colon < 0 ? "" : part.substring(0, colon).strip();
                boolean named = ROBOT.matcher(before).matches() && !WITH_VALUE.contains(before);
                ours = named ? before.equals(robotName) || before.equals("*") : ours;
                all = ours ? all.and(of(named ? part.substring(colon + 1) : part)) : all;
            }
        }
        return all;
    }

    RobotsDirectives and(RobotsDirectives other) {
        return other == NONE ? this : new RobotsDirectives(noIndex || other.noIndex, noFollow || other.noFollow);
    }
}
