package caravan.fetch;

import com.google.common.net.InetAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Tells which addresses belong to the public internet. Stateless. The sources are the IANA special-purpose address
 * registries (RFC 6890); of IPv6 only the global unicast block 2000::/3 is public (RFC 4291 § 2.4), so that whatever is
 * assigned later for local use is refused without a change here.
 */
public final class AddressGuard {
    private static final int[][] REFUSED_V4 = {
        range(0, 0, 0, 8), // "this network", any-local
        range(10, 0, 0, 8), // RFC 1918
        range(100, 64, 0, 10), // carrier-grade NAT, RFC 6598
        range(127, 0, 0, 8), // loopback
        range(169, 254, 0, 16), // link-local, cloud metadata
        range(172, 16, 0, 12), // RFC 1918
        range(192, 0, 0, 24), // IETF protocol assignments
        range(192, 0, 2, 24), // documentation
        range(192, 88, 99, 24), // 6to4 relay anycast, withdrawn by RFC 7526
        range(192, 168, 0, 16), // RFC 1918
        range(198, 18, 0, 15), // benchmarks, RFC 2544
        range(198, 51, 100, 24), // documentation
        range(203, 0, 113, 24), // documentation
        range(224, 0, 0, 3), // multicast, reserved, broadcast
    };

    private static final Pattern NUMBER = Pattern.compile("\\d+|0[xX][0-9a-fA-F]*");
    private static final Pattern DOTTED_QUAD = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})\\.){3}(?:0|[1-9]\\d{0,2})");

    private AddressGuard() {}

    /**
     * @return false for loopback, private, link-local, reserved and documentation addresses, however embedded
     * in IPv6
     */
    public static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublicV4(bytes, 0) : isPublicV6(bytes);
    }

    /**
     * Hosts that some software reads as an IPv4 address and other software as a name or as another address:
     * {@code 127.1}, {@code 2130706433}, {@code 0x7f.1}, {@code 0177.0.0.1}. Whatever ends in a number (WHATWG URL,
     * "ends in a number checker") and is not four plain decimal numbers is one.
     */
    static boolean isOddlySpelled(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String last = name.substring(name.lastIndexOf('.') + 1);
        return !last.isEmpty()
                && last.charAt(0) <= '9'
                && NUMBER.matcher(last).matches()
                && !DOTTED_QUAD.matcher(host).matches();
    }

    /** @return false for hosts that need no look-up to be told from public ones */
    static boolean mayBePublic(String host) {
        if (isOddlySpelled(host) || host.equalsIgnoreCase("localhost")) {
            return false;
        }
        return !InetAddresses.isInetAddress(host) || isPublic(InetAddresses.forString(host));
    }

    private static boolean isPublicV6(byte[] bytes) {
        int first = unsignedShort(bytes, 0);
        int second = unsignedShort(bytes, 2);
        if (isMapped(bytes) || isNat64(bytes)) {
            return isPublicV4(bytes, 12);
        }
        return switch (first) {
            case 0x2001 -> second >= 0x0200 && second != 0x0db8; // 2001::/23 is Teredo, ORCHID and the like
            case 0x2002 -> isPublicV4(bytes, 2); // 6to4 carries the IPv4 address it is sent to
            case 0x3fff -> second >= 0x1000; // 3fff::/20 is documentation, RFC 9637
            default -> first >>> 13 == 1;
        };
    }

    private static boolean isMapped(byte[] bytes) {
        return isZero(bytes, 0, 10) && unsignedShort(bytes, 10) == 0xffff;
    }

    /** The well-known prefix 64:ff9b::/96 of RFC 6052; 64:ff9b:1::/48 is for local use and refused. */
    private static boolean isNat64(byte[] bytes) {
        return unsignedShort(bytes, 0) == 0x0064 && unsignedShort(bytes, 2) == 0xff9b && isZero(bytes, 4, 12);
    }

    private static boolean isPublicV4(byte[] bytes, int offset) {
        int address = unsignedShort(bytes, offset) << 16 | unsignedShort(bytes, offset + 2);
        for (int[] range : REFUSED_V4) {
            if ((address & range[1]) == range[0]) {
                return false;
            }
        }
        return true;
    }

    private static int[] range(int first, int second, int third, int prefixBits) {
        return new int[] {first << 24 | second << 16 | third << 8, -1 << 32 - prefixBits};
    }

    private static int unsignedShort(byte[] bytes, int offset) {
        return (bytes[offset] & 0xff) << 8 | bytes[offset + 1] & 0xff;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
