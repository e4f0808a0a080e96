package caravan.fetch;

import caravan.crawl.Ask;
import caravan.crawl.Validators;

/**
 * What to get.
 *
 * @param url             absolute, normalised http or https URL
 * @param ask             by which method, with which body and which headers of its own
 * @param session         of the crawl that wants it
 * @param privateAllowed  whether the host may resolve to a private or local address: true only for hosts that the
 *                        operator named
 * @param body            which bodies are worth downloading
 * @param known           by which the server can tell that the page is as it was; {@link Validators#NONE} to have it
 *                        whatever it is
 */
public record FetchRequest(
        String url, Ask ask, Session session, boolean privateAllowed, BodyPolicy body, Validators known) {

    /** Whatever it is. */
    public FetchRequest(String url, Ask ask, Session session, boolean privateAllowed, BodyPolicy body) {
        this(url, ask, session, privateAllowed, body, Validators.NONE);
    }

    /** By GET, as the operator. */
    public FetchRequest(String url, boolean privateAllowed, BodyPolicy body) {
        this(url, Ask.GET, Session.OPERATOR, privateAllowed, body);
    }

    /** Which bodies are downloaded; of the others only status and headers are kept. */
    public enum BodyPolicy {
        /** HTML, XHTML and XML (sitemaps), or no Content-Type at all. */
        PARSABLE,
        /** What rules can read: those, JSON and every kind of text. */
        READABLE,
        /** Everything. */
        ANY,
        /** Everything, as robots.txt needs it, cut at its own limit instead of being refused. */
        ROBOTS_TXT
    }
}
