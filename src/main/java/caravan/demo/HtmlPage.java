package caravan.demo;

/**
 * A page before the shop's frame is put around it.
 *
 * @param lang        BCP 47 tag of its text
 * @param title       plain text
 * @param description plain text for search results
 * @param head        further HTML for its head, or empty
 * @param main        HTML of its content
 */
record HtmlPage(String lang, String title, String description, String head, String main) {

    /** A page in English. */
    static HtmlPage english(String title, String description, String main) {
        return new HtmlPage("en", title, description, "", main);
    }

    /** The same page with further HTML in its head. */
    HtmlPage withHead(String html) {
        return new HtmlPage(lang, title, description, head + html, main);
    }
}
