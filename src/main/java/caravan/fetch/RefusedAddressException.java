package caravan.fetch;

import java.io.IOException;
import java.net.InetAddress;

/** A connection was about to be made to an address that the {@link AddressGuard} refuses. */
final class RefusedAddressException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedAddressException(InetAddress address) {
        super("address " + address.getHostAddress() + " is not public");
    }
}
