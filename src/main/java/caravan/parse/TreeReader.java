package caravan.parse;

import java.util.HashSet;
import java.util.Set;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;

/**
 * Makes trees of HTML and XML, however broken; no entity that a document declares is ever expanded or fetched. Bounded
 * in depth and in tags, which bounds the memory a page can take to some hundred bytes a tag. Immutable: any number of
 * threads may use it at once.
 */
public final class TreeReader {
    /**
     * Elements open at once; deeper ones become siblings, so no link is lost. Half of what browsers and jsoup allow:
     * the time that a page of unclosed elements takes grows with it.
     */
    private static final int MAX_DEPTH = 256;

    private static final String XMLNS = "xmlns:";
    /** Namespace prefixes that one XML document declares; real ones have a few dozens at most. */
    private static final int MAX_PREFIXES = 200;

    private final int maxTags;

    /** @param maxTags tags read of one page: what comes after them is not looked at */
    public TreeReader(int maxTags) {
        this.maxTags = maxTags;
    }

    /**
     * @param document without a base URI, as links are resolved by {@link UrlResolver} and not by jsoup
     * @param cut      whether there was more than could be read
     */
    public record Tree(Document document, boolean cut) {}

    public Tree html(String text) {
        return read(Parser.htmlParser(), firstTags(text), text.length());
    }

    /** Names keep their case, and text its white space. */
    public Tree xml(String text) {
        return read(Parser.xmlParser(), firstTags(firstPrefixes(text)), text.length());
    }

    private Tree read(Parser parser, String start, int length) {
        return new Tree(parser.setMaxDepth(MAX_DEPTH).parseInput(start, ""), start.length() < length);
    }

    /** Up to where too many prefixes are declared: jsoup copies all that are in force for each element that is open. */
    private static String firstPrefixes(String text) {
        Set<String> prefixes = new HashSet<>();
        int at = text.indexOf(XMLNS);
        while (at >= 0) {
            int end = at + XMLNS.length();
            while (end < text.length() && text.charAt(end) != '=' && text.charAt(end) > ' ') {
                end++;
            }
            prefixes.add(text.substring(at, end));
            if (prefixes.size() > MAX_PREFIXES) {
                return text.substring(0, at);
            }
            at = text.indexOf(XMLNS, end);
        }
        return text;
    }

    private String firstTags(String text) {
        int at = text.indexOf('<');
        for (int tags = 0; at >= 0; tags++) {
            if (tags == maxTags) {
                return text.substring(0, at);
            }
            at = text.indexOf('<', at + 1);
        }
        return text;
    }
}
