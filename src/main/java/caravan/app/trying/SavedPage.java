package caravan.app.trying;

import caravan.CaravanException;
import caravan.crawl.Page;
import caravan.parse.Charsets;
import caravan.parse.TreeReader;
import caravan.parse.UrlResolver;
import caravan.parse.Urls;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.nodes.Document;

/** A page that somebody saved to a file. */
public final class SavedPage {
    private static final Map<String, String> MEDIA_TYPES = Map.ofEntries(
            Map.entry("html", "text/html"),
            Map.entry("htm", "text/html"),
            Map.entry("xhtml", "application/xhtml+xml"),
            Map.entry("json", "application/json"),
            Map.entry("xml", "application/xml"),
            Map.entry("rss", "application/xml"),
            Map.entry("atom", "application/xml"),
            Map.entry("gz", "application/gzip"),
            Map.entry("txt", "text/plain"),
            Map.entry("csv", "text/plain"));

    private static final int MAX_TAGS = 10_000;

    private SavedPage() {}

    /**
     * @param url      that it is taken for; without it the one it gives as its canonical or base URL, else one of
     *                 {@code http://localhost/} with the file's name
     * @param maxBytes larger files are not read
     * @throws CaravanException INVALID when it cannot be read
     */
    public static Page read(Path file, Optional<String> url, int maxBytes) {
        byte[] body = bytes(file, maxBytes);
        String media = mediaType(file.getFileName().toString(), body);
        String taken = url.or(() -> media.endsWith("html") ? ownUrl(body) : Optional.empty())
                .orElseGet(() -> local(file));
        return new Page(
                taken,
                200,
                Map.of("content-type", List.of(media)),
                body,
                true,
                body.length,
                Instant.now(),
                Duration.ZERO);
    }

    private static byte[] bytes(Path file, int maxBytes) {
        try {
            if (Files.size(file) > maxBytes) {
                throw CaravanException.invalid(file + ": larger than " + maxBytes + " bytes, the limit of a page");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw CaravanException.invalid(file + ": no such file; a URL begins with http:// or https://");
        } catch (IOException e) {
            throw CaravanException.invalid(file + ": cannot be read: " + e.getMessage());
        }
    }

    private static String mediaType(String name, byte[] body) {
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Optional.ofNullable(MEDIA_TYPES.get(extension)).orElseGet(() -> mediaType(body));
    }

    private static String mediaType(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, 100), StandardCharsets.ISO_8859_1)
                .replaceFirst("^\u00EF\u00BB\u00BF", "")
                .strip();
        if (start.startsWith("{") || start.startsWith("[")) {
            return "application/json";
        }
        return start.startsWith("<?xml") ? "application/xml" : start.startsWith("<") ? "text/html" : "text/plain";
    }

    private static Optional<String> ownUrl(byte[] body) {
        Document document =
                new TreeReader(MAX_TAGS).html(Charsets.decode(body, "")).document();
        List<String> hrefs = document.select("link[rel=canonical], base").eachAttr("href");
        return hrefs.stream().flatMap(href -> Urls.normalise(href).stream()).findFirst();
    }

    private static String local(Path file) {
        String name =
                URI.create("file:///").resolve(file.toAbsolutePath().toUri()).getRawPath();
        return UrlResolver.of("http://localhost/")
                .flatMap(root -> root.resolve(name.substring(name.lastIndexOf('/') + 1)))
                .orElse("http://localhost/");
    }
}
