package caravan.fetch;

import java.io.IOException;

/** A body passed the limit. */
final class BodyTooLargeException extends IOException {
    private static final long serialVersionUID = 1;

    BodyTooLargeException(int maxBytes) {
        super("body is over " + maxBytes + " bytes");
    }
}
