package caravan.app.client;

import caravan.CaravanException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Reads the URLs of masters as people type them. */
final class Masters {
    private static final int MAX_PORT = 65535;

    private Masters() {}

    /**
     * @param texts URLs; {@code http://} may be left out, and each may be a list with commas
     * @return in the same order, each once
     * @throws CaravanException INVALID, naming the first that is none
     */
    static List<URI> parse(List<String> texts) {
        return texts.stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(text -> parse(text.strip()))
                .distinct()
                .toList();
    }

    private static URI parse(String text) {
        String whole = text.contains("://") ? text : "http://" + text;
        try {
            URI url = new URI(whole.replaceAll("/+$", ""));
            if (isBase(url)) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw wrong(text);
        }
        throw wrong(text);
    }

    private static boolean isBase(URI url) {
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        boolean port = url.getPort() == -1 || url.getPort() >= 1 && url.getPort() <= MAX_PORT;
        boolean bare = url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
        return http && url.getHost() != null && port && bare;
    }

    private static CaravanException wrong(String text) {
        return CaravanException.invalid(
                "'" + Printable.line(text) + "' is not the URL of a master: write it like http://127.0.0.1:8080");
    }
}
