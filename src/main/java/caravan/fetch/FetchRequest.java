package caravan.fetch;

/**
 * What to get.
 *
 * @param url             absolute, normalised http or https URL
 * @param privateAllowed  whether the host may resolve to a private or local address: true only for hosts that the
 *                        operator named
 * @param body            which bodies are worth downloading
 */
public record FetchRequest(String url, boolean privateAllowed, BodyPolicy body) {

    /** Which bodies are downloaded; of the others only status and headers are kept. */
    public enum BodyPolicy {
        /** HTML, XHTML and XML (sitemaps), or no Content-Type at all. */
        PARSABLE,
        /** Everything, as robots.txt needs it, cut at its own limit instead of being refused. */
        ROBOTS_TXT
    }
}
