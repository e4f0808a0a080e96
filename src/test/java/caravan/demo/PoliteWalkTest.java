package caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import crawlercommons.robots.BaseRobotRules;
import crawlercommons.robots.SimpleRobotRulesParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/** A crawler small enough to be believed, against which the site's own account of itself is checked. */
class PoliteWalkTest {
    private final Map<String, Expected> visited = new HashMap<>();
    private final Queue<URI> waiting = new ArrayDeque<>();

    @Test
    void followingLinksFromTheHomePageFindsExactlyWhatTheSiteExpects() throws IOException {
        try (BookshopSite site = BookshopSite.start(0)) {
            walk(site.uri());
            assertThat(visited).isEqualTo(site.expected());
            assertThat(site.reachablePaths()).isEqualTo(visited.keySet());
        }
    }

    @Test
    void theWalkHasEveryKindOfAnswerAndLeavesOutWhatThePoliteLeaveOut() {
        try (BookshopSite site = BookshopSite.start(0)) {
            assertThat(site.expected().values()).extracting(Expected::status).contains(200, 301, 302, 404);
            assertThat(site.reachablePaths())
                    .noneMatch(path -> path.startsWith("/cart") || path.startsWith("/checkout"))
                    .doesNotContain("/guestbook", "/sitemap.xml", "/robots.txt");
        }
    }

    private void walk(URI home) throws IOException {
        SiteClient client = new SiteClient(home);
        BaseRobotRules robots = new SimpleRobotRulesParser()
                .parseContent(home.toString(), client.get("/robots.txt").body(), "text/plain", Set.of("walker"));
        waiting.add(home);
        while (!waiting.isEmpty()) {
            URI next = waiting.remove();
            String path = path(next);
            if (next.getAuthority().equals(home.getAuthority())
                    && robots.isAllowed(next.toString())
                    && !visited.containsKey(path)) {
                visit(next, client.get(path));
            }
        }
    }

    private void visit(URI url, HttpResponse<byte[]> response) throws IOException {
        String mediaType = Page.mediaTypeOf(SiteClient.header(response, "Content-Type"));
        visited.put(path(url), new Expected(response.statusCode(), mediaType));
        response.headers().firstValue("Location").ifPresent(target -> waiting.add(url.resolve(target)));
        if (mediaType.equals("text/html")) {
            links(url, response.body()).forEach(waiting::add);
        }
    }

    private static List<URI> links(URI url, byte[] html) throws IOException {
        Document document = Jsoup.parse(new ByteArrayInputStream(html), null, url.toString());
        return document.select("a[href]:not([rel~=nofollow])").stream()
                .map((Element link) -> URI.create(link.absUrl("href")))
                .toList();
    }

    private static String path(URI url) {
        return url.getRawQuery() == null ? url.getRawPath() : url.getRawPath() + "?" + url.getRawQuery();
    }
}
