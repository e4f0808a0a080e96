package caravan.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** A site whose pages change when a test says so, and which can tell whether they have. Thread-safe. */
public final class VersionedSite implements AutoCloseable {
    private final TestSite site = TestSite.start().handle("/", this::serve);
    private final Map<String, Version> pages = new ConcurrentHashMap<>();
    private final List<String> answers = new CopyOnWriteArrayList<>();

    /** By which its server can tell whether a page has changed. */
    public enum Tells {
        ETAG,
        DATE,
        BOTH,
        NOTHING
    }

    private record Version(Tells tells, int number, int status, String html) {
        String etag() {
            return "\"v" + number + "\"";
        }

        String date() {
            return "Thu, 01 Jan 2026 00:00:%02d GMT".formatted(number);
        }

        boolean isKnownBy(Headers asked) {
            String etag = asked.getFirst("If-None-Match");
            if (etag != null) {
                return hasEtag() && etag.equals(etag());
            }
            return hasDate() && date().equals(asked.getFirst("If-Modified-Since"));
        }

        boolean hasEtag() {
            return tells == Tells.ETAG || tells == Tells.BOTH;
        }

        boolean hasDate() {
            return tells == Tells.DATE || tells == Tells.BOTH;
        }
    }

    public VersionedSite() {
        site.handle("/robots.txt", exchange -> TestSite.answer(exchange, 404, "text/plain", ""));
    }

    /** Puts a page there, or a new version of it. */
    public VersionedSite page(String path, Tells tells, String html) {
        return answer(path, tells, 200, html);
    }

    /** The same with another status. */
    public VersionedSite answer(String path, Tells tells, int status, String html) {
        pages.compute(path, (key, old) -> new Version(tells, old == null ? 1 : old.number() + 1, status, html));
        site.handle(path, this::serve);
        return this;
    }

    /** HTML that leads to these paths. */
    public static String links(String text, String... paths) {
        return List.of(paths).stream()
                .map(path -> "<a href='%s'>x</a>".formatted(path))
                .collect(Collectors.joining("", "<h1>" + text + "</h1>", ""));
    }

    /** / → /a → /a/1 → /a/2, and /b. */
    public VersionedSite tree(Tells tells) {
        return page("/", tells, links("home", "/a", "/b"))
                .page("/a", tells, links("a", "/a/1"))
                .page("/a/1", tells, links("one", "/a/2"))
                .page("/a/2", tells, links("two"))
                .page("/b", tells, links("b", "/"));
    }

    /** What {@link #answers} says when each page of the tree was asked for once. */
    public static String[] every(int status) {
        return new String[] {status + " /", status + " /a", status + " /a/1", status + " /a/2", status + " /b"};
    }

    public VersionedSite remove(String path) {
        pages.remove(path);
        return this;
    }

    public String url(String path) {
        return site.url(path);
    }

    /** Each answer since the last call, such as {@code 304 /a}, in alphabetical order; robots.txt left out. */
    public List<String> answers() {
        List<String> taken = answers.stream().sorted().toList();
        answers.clear();
        return taken;
    }

    private void serve(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        Version page = pages.getOrDefault(path, new Version(Tells.NOTHING, 0, 404, "no such page"));
        int status = page.isKnownBy(exchange.getRequestHeaders()) ? 304 : page.status();
        answers.add(status + " " + path);
        if (page.hasEtag()) {
            exchange.getResponseHeaders().set("ETag", page.etag());
        }
        if (page.hasDate()) {
            exchange.getResponseHeaders().set("Last-Modified", page.date());
        }
        TestSite.answer(exchange, status, "text/html", status == 304 ? "" : page.html());
    }

    @Override
    public void close() {
        site.close();
    }
}
