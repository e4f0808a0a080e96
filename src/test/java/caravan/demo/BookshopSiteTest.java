package caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BookshopSiteTest {
    private static BookshopSite site;
    private static SiteClient client;

    @BeforeAll
    static void open() {
        site = BookshopSite.start(0);
        client = new SiteClient(site.uri());
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void listensOnTheLoopbackAddressOnly() {
        assertThat(site.url()).matches("http://127\\.0\\.0\\.1:\\d+/");
        assertThat(site.uri()).hasToString(site.url());
    }

    @Test
    void callsItselfInItsLinksByTheNameItWasGiven() {
        try (BookshopSite named = BookshopSite.start("localhost", 0)) {
            assertThat(named.url()).matches("http://localhost:\\d+/");
            String sitemap =
                    new String(new SiteClient(named.uri()).get("/sitemap.xml").body(), StandardCharsets.UTF_8);
            assertThat(sitemap).contains("<loc>" + named.url() + "</loc>");
        }
    }

    @Test
    void listensOnEveryAddressWhenAsked() {
        try (BookshopSite open = BookshopSite.start("0.0.0.0", 0)) {
            assertThat(open.url()).startsWith("http://127.0.0.1:");
            URI elsewhere = URI.create("http://127.0.0.2:" + open.uri().getPort() + "/");
            assertThat(new SiteClient(elsewhere).get("/").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void answersEachReachablePathAsItSays() {
        Map<String, Integer> statuses = site.reachablePaths().stream()
                .collect(Collectors.toMap(path -> path, path -> client.get(path).statusCode()));
        assertThat(statuses).allSatisfy((path, status) -> assertThat(status)
                .isEqualTo(site.expected().get(path).status()));
    }

    @Test
    void theChinesePageIsGbkAndSaysSoOnlyInItself() {
        HttpResponse<byte[]> response = client.get("/zh/");
        assertThat(SiteClient.header(response, "Content-Type")).isEqualTo("text/html");
        String html = new String(response.body(), Charset.forName("GBK"));
        assertThat(html).contains("<meta charset=\"gbk\">", "纸灯笼书店");
        assertThat(site.catalogue().inLanguage("zh")).isNotEmpty().allSatisfy(book -> assertThat(html)
                .contains(book.title(), book.author()));
    }

    @Test
    void theJapanesePageIsShiftJisAndSaysSoOnlyInTheHeader() {
        HttpResponse<byte[]> response = client.get("/ja/");
        assertThat(SiteClient.header(response, "Content-Type")).isEqualTo("text/html; charset=Shift_JIS");
        String html = new String(response.body(), Charset.forName("Shift_JIS"));
        assertThat(html).contains("紙の灯籠書店").doesNotContain("charset");
        assertThat(site.catalogue().inLanguage("ja")).isNotEmpty().allSatisfy(book -> assertThat(html)
                .contains(book.title(), book.author()));
    }

    @Test
    void robotsDisallowsBasketAndCheckoutAndNamesTheSitemap() {
        assertThat(client.text("/robots.txt").lines())
                .containsSequence("User-agent: *", "Disallow: /cart", "Disallow: /checkout")
                .contains("Sitemap: " + site.url() + "sitemap.xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cart", "/cart?add=1", "/checkout/express?book=1", "/guestbook"})
    void pagesThatThePoliteLeaveOutExist(String path) {
        assertThat(client.get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void theSitemapHoldsEveryBook() {
        String sitemap = client.text("/sitemap.xml");
        assertThat(site.catalogue().books()).allSatisfy(book -> assertThat(sitemap)
                .contains("<loc>" + site.uri().resolve(book.path()) + "</loc>"));
    }

    @Test
    void theUnlistedBookHasAPageThatNothingButTheSitemapNames() {
        List<Book> unlisted =
                site.catalogue().books().stream().filter(book -> !book.listed()).toList();
        assertThat(unlisted).allSatisfy(book -> {
            assertThat(client.get(book.path()).statusCode()).isEqualTo(200);
            assertThat(site.reachablePaths()).doesNotContain(book.path());
            assertThat(client.text("/feed.xml")).doesNotContain(book.path());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nowhere",
                "/missing",
                "/book/1",
                "/category/fiction",
                "/category/fiction/?page=99",
                "/category/fiction/?page=x",
                "/category/fiction/?page=0",
                "/search",
                "/api/books?page=99"
            })
    void unknownPathsGetAFriendlyPage(String path) {
        HttpResponse<byte[]> response = client.get(path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("not on our shelves");
    }

    @Test
    void redirectsLeadToPagesOfTheShop() {
        assertThat(SiteClient.header(client.get("/old-shop"), "Location")).isEqualTo("/");
        assertThat(SiteClient.header(client.get("/new"), "Location")).isEqualTo("/category/new/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS"})
    void methodsThatWouldChangeSomethingAreRefused(String method) {
        HttpResponse<byte[]> response = client.send(method, "/");
        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(SiteClient.header(response, "Allow")).isEqualTo("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ja/", "/feed.xml", "/nowhere"})
    void headTellsWhatGetWouldBring(String path) {
        HttpResponse<byte[]> get = client.get(path);
        HttpResponse<byte[]> head = client.send("HEAD", path);
        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        for (String name : List.of("Content-Type", "Content-Length", "ETag", "Last-Modified")) {
            assertThat(SiteClient.header(head, name)).isEqualTo(SiteClient.header(get, name));
        }
    }

    @Test
    void whoHasThePageAlreadyGetsNoBody() {
        String etag = SiteClient.header(client.get("/about"), "ETag");
        for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
            HttpResponse<byte[]> response = client.send("GET", "/about", "If-None-Match", known);
            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(SiteClient.header(response, "ETag")).isEqualTo(etag);
        }
        assertThat(client.send("HEAD", "/about", "If-None-Match", etag).statusCode())
                .isEqualTo(304);
        assertThat(client.send("GET", "/about", "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void pagesOfAnotherShopOnAnotherPortHaveTheSameTags() {
        try (BookshopSite other = BookshopSite.start(0)) {
            SiteClient there = new SiteClient(other.uri());
            for (String path :
                    List.of("/", "/zh/", site.catalogue().books().get(0).path())) {
                assertThat(SiteClient.header(there.get(path), "ETag"))
                        .isEqualTo(SiteClient.header(client.get(path), "ETag"));
            }
        }
    }

    @Test
    void aPortInUseIsReported() {
        assertThatThrownBy(() -> BookshopSite.start(site.uri().getPort()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(site.uri().getPort()));
    }

    @Test
    void closingStopsWithinASecondAndLeavesNoThreadBehind() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        BookshopSite closing = BookshopSite.start(0);
        SiteClient visitor = new SiteClient(closing.uri());
        visitor.get("/");
        List<Thread> started = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread) && !thread.getName().startsWith("HttpClient"))
                .toList();
        assertThat(started)
                .extracting(Thread::getName)
                .anyMatch(name -> name.startsWith("demo-site-" + closing.uri().getPort()));
        long start = System.nanoTime();
        closing.close();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(started).noneMatch(Thread::isAlive));
        assertThatThrownBy(() -> visitor.get("/")).isInstanceOf(UncheckedIOException.class);
    }
}
