package caravan.task;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a proxy listens and as whom it is used. Its text form leaves the credentials out, and so do messages.
 *
 * @param kind     how it is spoken to
 * @param host     name or address, an IPv6 one without brackets
 * @param port     1 to 65535
 * @param user     empty where it asks for none
 * @param password empty where it asks for none
 */
public record ProxyAddress(Kind kind, String host, int port, String user, String password) {
    /** RFC 1929 has one byte for the length of each. */
    private static final int MAX_CREDENTIAL_BYTES = 255;

    private static final int MAX_PORT = 65_535;

    /** How a proxy is spoken to. */
    public enum Kind {
        /** HTTP, with CONNECT for https URLs. */
        HTTP,
        /** SOCKS 5 (RFC 1928); the proxy looks names up. */
        SOCKS5
    }

    /**
     * @param text such as {@code http://user:password@proxy.example:3128} or {@code socks5://10.0.0.2:1080}; signs that
     *             would end a part of the URL are percent-encoded
     * @throws IllegalArgumentException saying what is expected
     */
    public static ProxyAddress parse(String text) {
        URI uri = uriOf(text);
        boolean bare = (uri.getRawPath() == null
                        || uri.getRawPath().isEmpty()
                        || uri.getRawPath().equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
        if (uri.getHost() == null || uri.getPort() < 1 || uri.getPort() > MAX_PORT || !bare) {
            throw malformed(text);
        }
        String userInfo = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
        int colon = userInfo.indexOf(':');
        String user = decoded(colon < 0 ? userInfo : userInfo.substring(0, colon), text);
        String password = colon < 0 ? "" : decoded(userInfo.substring(colon + 1), text);
        return new ProxyAddress(kindOf(uri, text), unbracketed(uri.getHost()), uri.getPort(), user, password);
    }

    public boolean hasCredentials() {
        return !user.isEmpty() || !password.isEmpty();
    }

    @Override
    public String toString() {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return kind.name().toLowerCase(Locale.ROOT) + "://" + name + ":" + port;
    }

    private static URI uriOf(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw malformed(text); // without the cause, whose message holds the whole text
        }
    }

    private static Kind kindOf(URI uri, String text) {
        return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "http" -> Kind.HTTP;
            case "socks5" -> Kind.SOCKS5;
            default -> throw malformed(text);
        };
    }

    private static String decoded(String part, String text) {
        String plain = part.replace("+", "%2B"); // which the decoder, made for forms, would read as a blank
        String decoded = URLDecoder.decode(plain, StandardCharsets.UTF_8);
        boolean tooLong = decoded.getBytes(StandardCharsets.UTF_8).length > MAX_CREDENTIAL_BYTES;
        if (tooLong || decoded.chars().anyMatch(Character::isISOControl)) {
            throw malformed(text);
        }
        return decoded;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static IllegalArgumentException malformed(String text) {
        String shown = (text.contains("@") ? "..." + text.substring(text.lastIndexOf('@')) : text)
                .replaceAll("[^\\x20-\\x7e]", "?");
        return new IllegalArgumentException("proxy '" + (shown.length() > 100 ? shown.substring(0, 100) : shown)
                + "' is not http://HOST:PORT or socks5://HOST:PORT, with USER:PASSWORD@ before the host if need be");
    }
}
