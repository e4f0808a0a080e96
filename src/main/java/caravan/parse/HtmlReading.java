package caravan.parse;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Attributes;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.jsoup.select.NodeVisitor;

/**
 * What one walk over the elements of a page finds. Links are kept as they stand but for the fragment, each once, and
 * resolved by the caller afterwards: a base element may come after them, and a page of documentation links to the same
 * page with hundreds of fragments. For one thread and one page.
 */
final class HtmlReading implements NodeVisitor {
    private static final int MAX_TITLE_LENGTH = 500;
    private static final int MAX_DESCRIPTION_LENGTH = 1000;

    /** {@code 5; url='next.html'}: a number, then the target, quoted or bare (WHATWG HTML, shared refresh steps). */
    private static final Pattern REFRESH = Pattern.compile(
            "\\s*[0-9.]+[\\s;,]\\s*[;,]?\\s*(?:url\\s*=\\s*)?(?:\"([^\"]*)|'([^']*)|(.*))",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private final String robotName;
    private final Set<String> hrefs = new LinkedHashSet<>();
    private final Set<String> bases = new LinkedHashSet<>();
    private boolean titleSeen;
    private String title = "";
    private String description = "";
    private String openGraphDescription = "";
    private String lang = "";
    private RobotsDirectives robots = RobotsDirectives.NONE;

    /** @param robotName our product token in lower case */
    HtmlReading(String robotName) {
        this.robotName = robotName;
    }

    @Override
    public void head(Node node, int depth) {
        if (node instanceof Element element) {
            read(element);
        }
    }

    private void read(Element element) {
        switch (element.normalName()) {
            case "a", "area" -> addUnlessNoFollow(element.attributes());
            case "link" -> readLink(element.attributes());
            case "frame", "iframe" -> addHref(element.attributes().get("src"));
            case "meta" -> readMeta(element.attributes());
            case "base" -> bases.add(element.attributes().get("href"));
            case "title" -> readTitle(element);
            case "html" ->
                lang = firstOf(
                        element.attributes().get("lang"), element.attributes().get("xml:lang"));
            default -> {
                // holds nothing we read
            }
        }
    }

    private void addUnlessNoFollow(Attributes attributes) {
        if (!RobotsDirectives.isNoFollow(attributes.get("rel"))) {
            addHref(attributes.get("href"));
        }
    }

    private void readLink(Attributes attributes) {
        String rel = attributes.get("rel");
        if (hasToken(rel, "next") || hasToken(rel, "prev") || hasToken(rel, "canonical")) {
            addHref(attributes.get("href"));
        }
    }

    private void readMeta(Attributes attributes) {
        String content = attributes.get("content");
        String name =
                firstOf(attributes.get("name"), attributes.get("property")).toLowerCase(Locale.ROOT);
        if (name.equals("robots") || name.equals(robotName)) {
            robots = robots.and(RobotsDirectives.of(content));
        } else if (name.equals("description")) {
            description = firstOf(description, fold(content, MAX_DESCRIPTION_LENGTH));
        } else if (name.equals("og:description")) {
            openGraphDescription = firstOf(openGraphDescription, fold(content, MAX_DESCRIPTION_LENGTH));
        }
        if (attributes.get("http-equiv").equalsIgnoreCase("refresh")) {
            readRefresh(content);
        }
    }

    private void readRefresh(String content) {
        Matcher matcher = REFRESH.matcher(content);
        if (matcher.lookingAt()) {
            String quoted = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            addHref(quoted != null ? quoted : matcher.group(3));
        }
    }

    /** The title of a drawing is not that of the page. */
    private void readTitle(Element element) {
        if (!titleSeen && element.tag().namespace().equals(Parser.NamespaceHtml)) {
            titleSeen = true;
            title = fold(element.wholeText(), MAX_TITLE_LENGTH);
        }
    }

    private void addHref(String href) {
        int fragment = href.indexOf('#');
        String target = fragment < 0 ? href : href.substring(0, fragment);
        if (!target.isEmpty()) {
            hrefs.add(target);
        }
    }

    /** Whether a list of words separated by white space has one, in whatever case. */
    static boolean hasToken(String words, String token) {
        for (int at = 0; at + token.length() <= words.length(); at++) {
            int end = at + token.length();
            if (words.regionMatches(true, at, token, 0, token.length())
                    && (at == 0 || words.charAt(at - 1) <= ' ')
                    && (end == words.length() || words.charAt(end) <= ' ')) {
                return true;
            }
        }
        return false;
    }

    /** One space for each run of white space and control characters, none around; cut without halving a character. */
    private static String fold(String text, int maxLength) {
        StringBuilder folded = new StringBuilder(Math.min(text.length(), maxLength + 1));
        for (int i = 0; i < text.length() && folded.length() <= maxLength; i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isISOControl(c) && !Character.isSpaceChar(c)) {
                folded.append(c);
            } else if (!folded.isEmpty() && folded.charAt(folded.length() - 1) != ' ') {
                folded.append(' ');
            }
        }
        if (folded.length() > maxLength) {
            folded.setLength(Character.isHighSurrogate(folded.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
        }
        return folded.toString().strip();
    }

    private static String firstOf(String first, String second) {
        return first.isEmpty() ? second : first;
    }

    String title() {
        return title;
    }

    String description() {
        return firstOf(description, openGraphDescription);
    }

    String lang() {
        return lang;
    }

    RobotsDirectives robots() {
        return robots;
    }

    /** Values of href attributes without fragment, each once, in the order found. */
    Set<String> hrefs() {
        return hrefs;
    }

    /** Values of the href attributes of base elements in the order found. */
    Set<String> bases() {
        return bases;
    }
}
