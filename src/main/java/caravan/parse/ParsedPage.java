package caravan.parse;

import java.util.List;

/**
 * What a page says of itself and where it leads.
 *
 * @param title       text of the first title element, white space folded; empty when there is none
 * @param description content of meta description (or og:description); empty when there is none
 * @param lang        BCP 47 tag of the html element, else the Content-Language header; empty when there is none
 * @param noIndex     meta robots or X-Robots-Tag asks not to be indexed
 * @param noFollow    meta robots or X-Robots-Tag asks not to follow its links: then {@code outlinks} is empty
 * @param outlinks    absolute, normalised http and https URLs in the order found, each once, the page itself left out,
 *                    cut at the limit of outlinks a page
 * @param outlinksCut how many more there were beyond that limit
 */
public record ParsedPage(
        String title,
        String description,
        String lang,
        boolean noIndex,
        boolean noFollow,
        List<String> outlinks,
        int outlinksCut) {

    /** A page that holds nothing to read. */
    public static final ParsedPage EMPTY = new ParsedPage("", "", "", false, false, List.of(), 0);

    public ParsedPage {
        outlinks = List.copyOf(outlinks);
    }
}
