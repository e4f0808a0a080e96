package caravan.demo;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which path is answered by which page. Immutable once built, so that any number of threads may ask. */
final class SiteRoutes {
    private static final String HTML = "text/html; charset=utf-8";

    private final Map<String, Function<Map<String, String>, Optional<Answer>>> routes = new HashMap<>();
    private final Catalogue catalogue;
    private final Layout layout;
    private final ShelfPages shelfPages;
    private final ShopPages shopPages;

    SiteRoutes(Catalogue catalogue, URI home) {
        this.catalogue = catalogue;
        this.layout = new Layout(catalogue);
        this.shelfPages = new ShelfPages(catalogue);
        this.shopPages = new ShopPages(catalogue);
        addShelves();
        addBooks();
        addShop();
        addEncodings();
        addFeeds(new Feeds(catalogue, home));
    }

    Answer answer(URI uri) {
        String path = uri.getPath();
        if (path.equals("/cart") || path.startsWith("/checkout/")) {
            return html(200, shopPages.basket());
        }
        return Optional.ofNullable(routes.get(path))
                .flatMap(route -> route.apply(query(uri)))
                .orElseGet(() -> html(404, shopPages.notFound()));
    }

    private void addShelves() {
        page("/", shelfPages::home);
        for (Shelf shelf : catalogue.shelves()) {
            routes.put(
                    shelf.path(1),
                    query -> shelfPages.shelf(shelf, pageOf(query)).map(page -> html(200, page)));
        }
        routes.put("/search", query -> Optional.ofNullable(query.get("q"))
                .map(word -> html(200, shelfPages.search(word))));
    }

    private void addBooks() {
        BookPage bookPage = new BookPage(catalogue);
        for (Book book : catalogue.books()) {
            page(book.path(), () -> bookPage.of(book));
            text(book.coverPath(), "image/svg+xml", () -> Cover.of(book));
        }
    }

    private void addShop() {
        page("/about", shopPages::about);
        page("/guestbook", shopPages::guestbook);
        fixed("/new", () -> Answer.redirect(302, catalogue.newArrivals().path(1)));
        fixed("/old-shop", () -> Answer.redirect(301, "/"));
    }

    /** One page names its encoding only in its own text, the other only in the HTTP header. */
    private void addEncodings() {
        String chinese = layout.document(shopPages.chinese(), "gbk");
        fixed("/zh/", () -> Answer.encoded("text/html", chinese, Charset.forName("GBK")));
        String japanese = layout.documentWithoutCharset(shopPages.japanese());
        fixed("/ja/", () -> Answer.encoded("text/html; charset=Shift_JIS", japanese, Charset.forName("Shift_JIS")));
    }

    private void addFeeds(Feeds feeds) {
        text("/robots.txt", "text/plain; charset=utf-8", feeds::robots);
        text("/sitemap.xml", "application/xml", feeds::sitemap);
        text("/feed.xml", "application/rss+xml", feeds::rss);
        routes.put("/api/books", query -> Optional.of(pageOf(query))
                .filter(page -> page >= 1 && page <= feeds.jsonPages())
                .map(page -> Answer.text(200, "application/json", feeds.json(page))));
    }

    private void page(String path, Supplier<HtmlPage> page) {
        fixed(path, () -> html(200, page.get()));
    }

    private void text(String path, String contentType, Supplier<String> text) {
        fixed(path, () -> Answer.text(200, contentType, text.get()));
    }

    /** A page that is the same whatever the query. */
    private void fixed(String path, Supplier<Answer> answer) {
        routes.put(path, query -> Optional.of(answer.get()));
    }

    private Answer html(int status, HtmlPage page) {
        return Answer.text(status, HTML, layout.document(page, "utf-8"));
    }

    /** @return the page number asked for, 1 when none is given, 0 when it is no number */
    private static int pageOf(Map<String, String> query) {
        String page = query.getOrDefault("page", "1");
        return page.matches("\\d{1,4}") ? Integer.parseInt(page) : 0;
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : Optional.ofNullable(uri.getRawQuery()).orElse("").split("&")) {
            String[] nameAndValue = pair.split("=", 2);
            if (nameAndValue.length == 2) {
                query.put(nameAndValue[0], URLDecoder.decode(nameAndValue[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
