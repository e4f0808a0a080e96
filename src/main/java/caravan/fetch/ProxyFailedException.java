package caravan.fetch;

import java.io.IOException;
import java.net.SocketException;

/** A SOCKS proxy could not be connected to, or would not do its work; the host behind it is not to blame. */
final class ProxyFailedException extends SocketException {
    private static final long serialVersionUID = 1;

    ProxyFailedException(String message) {
        super(message);
    }

    ProxyFailedException(IOException cause) {
        super(Failures.detail(cause));
        initCause(cause);
    }
}
