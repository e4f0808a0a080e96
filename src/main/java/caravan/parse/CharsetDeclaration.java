package caravan.parse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the charset label that a page or its header declares, without knowing which labels exist. Looks at a bounded
 * part of the page only.
 */
final class CharsetDeclaration {
    /** The standard says 1024 bytes; real pages put scripts and comments before the declaration. */
    private static final int SCANNED_BYTES = 4096;

    private static final String VALUE = "\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>;]+))";
    private static final Pattern IN_CONTENT_TYPE = Pattern.compile("(?i)(?<![a-z-])charset" + VALUE);
    /** One attribute of a meta element; the look-behind keeps it from starting anew inside a long name. */
    private static final Pattern ATTRIBUTE = Pattern.compile(
            "(?i)(?<![a-z-])(charset|content|http-equiv)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))");

    private static final Pattern IN_XML_DECLARATION = Pattern.compile("(?<![a-z-])encoding" + VALUE);

    private CharsetDeclaration() {}

    /** @return the label of {@code text/html; charset=label} */
    static Optional<String> inContentType(String contentType) {
        Matcher matcher = IN_CONTENT_TYPE.matcher(contentType);
        return matcher.find() ? Optional.of(value(matcher, 1)) : Optional.empty();
    }

    /** @return the label of the first meta element that has one, else that of the XML declaration */
    static Optional<String> inMarkup(byte[] body) {
        String head = new String(body, 0, Math.min(body.length, SCANNED_BYTES), StandardCharsets.ISO_8859_1);
        return inMeta(head).or(() -> inXmlDeclaration(head));
    }

    private static Optional<String> inMeta(String head) {
        int open = head.indexOf('<');
        while (open >= 0) {
            int end = endOfMarkup(head, open);
            if (head.regionMatches(true, open, "<meta", 0, "<meta".length())) {
                Optional<String> label = inMetaTag(head.substring(open, end));
                if (label.isPresent()) {
                    return label;
                }
            }
            open = head.indexOf('<', end);
        }
        return Optional.empty();
    }

    /** A commented-out declaration does not count, so a comment is skipped whole. */
    private static int endOfMarkup(String head, int open) {
        boolean comment = head.startsWith("<!--", open);
        int close = comment ? head.indexOf("-->", open) : head.indexOf('>', open);
        return close < 0 ? head.length() : close;
    }

    private static Optional<String> inMetaTag(String tag) {
        String content = "";
        boolean contentType = false;
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            String value = value(matcher, 2);
            switch (matcher.group(1).toLowerCase(Locale.ROOT)) {
                case "charset" -> {
                    return Optional.of(value);
                }
                case "content" -> content = value;
                default -> contentType = value.strip().equalsIgnoreCase("content-type");
            }
        }
        return contentType ? inContentType(content) : Optional.empty();
    }

    private static Optional<String> inXmlDeclaration(String head) {
        int end = head.startsWith("<?xml") ? head.indexOf("?>") : -1;
        Matcher matcher = IN_XML_DECLARATION.matcher(end < 0 ? "" : head.substring(0, end));
        return matcher.find() ? Optional.of(value(matcher, 1)) : Optional.empty();
    }

    /** The value of an attribute stands in one of three groups: in double quotes, in single quotes, bare. */
    private static String value(Matcher matcher, int firstGroup) {
        for (int group = firstGroup; group < firstGroup + 2; group++) {
            if (matcher.group(group) != null) {
                return matcher.group(group);
            }
        }
        return matcher.group(firstGroup + 2);
    }
}
