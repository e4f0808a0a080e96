package caravan.fetch;

import caravan.crawl.Page;
import caravan.crawl.Refusal;

/** How one fetch ended. Nothing that a server or the network does is reported as an exception. */
public sealed interface FetchOutcome {

    /** An answer of any status but a redirect with a Location. */
    record Fetched(Page page) implements FetchOutcome {}

    /**
     * 304 to a request that asked whether the page is as it was. One that nobody asked for is {@link Fetched}.
     *
     * @param page the answer itself, body empty
     */
    record NotModified(Page page) implements FetchOutcome {}

    /**
     * 301, 302, 303, 307 or 308 with a Location. The client never follows it: the target is a new request, with its own
     * politeness, robots and address check.
     *
     * @param page     the answer itself, body empty
     * @param location the Location header as the server wrote it, to be resolved against the page's URL
     */
    record Redirected(Page page, String location) implements FetchOutcome {}

    /**
     * Our own limits or guards ended it; trying again would end the same way.
     *
     * @param detail what was refused and the limit, for the log
     */
    record Refused(Refusal reason, String detail) implements FetchOutcome {}

    /**
     * No usable answer.
     *
     * @param kind   decides whether it is tried again
     * @param detail the cause in a few words, for the log
     */
    record Failed(FailureKind kind, String detail) implements FetchOutcome {}

    /** What kept an answer from coming. */
    enum FailureKind {
        /** Connecting, the first byte or the whole answer took longer than allowed. */
        TIMEOUT(true),
        /** Refused, reset or broken off. */
        CONNECTION(true),
        /** The host name has no address. */
        DNS(true),
        /** The handshake failed: certificate, protocol version. */
        TLS(false),
        /** What came was not HTTP, or its encoding was broken. */
        PROTOCOL(false),
        /** We are stopping and cancelled it. */
        CANCELLED(false);

        private final boolean worthRetrying;

        FailureKind(boolean worthRetrying) {
            this.worthRetrying = worthRetrying;
        }

        /** Whether a later try may succeed. */
        public boolean isTransient() {
            return worthRetrying;
        }
    }
}
