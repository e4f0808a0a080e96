package caravan.app.client;

import java.net.URI;

/**
 * No answer.
 *
 * @param reason in a few words
 * @param sent   whether the master may have got the request all the same
 */
record Silence(URI master, String reason, boolean sent) implements Reply {
    Silence {
        reason = Printable.line(reason);
    }

    @Override
    public String toString() {
        return master + " (" + reason + ")";
    }
}
