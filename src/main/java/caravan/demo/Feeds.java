package caravan.demo;

import static caravan.demo.Markup.escape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the shop says to programs: robots.txt, sitemap, RSS feed and the catalogue as JSON. */
final class Feeds {
    private static final int BOOKS_PER_PAGE = 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalogue catalogue;
    private final URI home;

    /** @param home address of the home page: sitemap and feed must hold absolute URLs */
    Feeds(Catalogue catalogue, URI home) {
        this.catalogue = catalogue;
        this.home = home;
    }

    String robots() {
        return """
                User-agent: *
                Disallow: /cart
                Disallow: /checkout

                Sitemap: %s
                """.formatted(home.resolve("/sitemap.xml"));
    }

    /** @return home page, shelves and every book, the unlisted one too */
    String sitemap() {
        Stream<String> shelves = catalogue.shelves().stream().map(shelf -> shelf.path(1));
        Stream<String> books = catalogue.books().stream().map(Book::path);
        String urls = Stream.concat(Stream.of("/"), Stream.concat(shelves, books))
                .map(path -> "<url><loc>%s</loc></url>".formatted(escape(home.resolve(path))))
                .collect(Collectors.joining("\n"));
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                %s
                </urlset>
                """.formatted(urls);
    }

    String rss() {
        String items = catalogue.newArrivals().books().stream().map(this::item).collect(Collectors.joining());
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <rss version="2.0"><channel>
                <title>Paper Lantern Books</title>
                <link>%s</link>
                <description>New arrivals</description>
                %s</channel></rss>
                """.formatted(escape(home), items);
    }

    /** @return how many pages {@link #json} has */
    int jsonPages() {
        return (catalogue.listed().size() + BOOKS_PER_PAGE - 1) / BOOKS_PER_PAGE;
    }

    /** @return one page, counted from 1, of the listed books with all their fields */
    String json(int page) {
        List<Book> listed = catalogue.listed();
        int from = (page - 1) * BOOKS_PER_PAGE;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("page", page);
        answer.put("pages", jsonPages());
        answer.put("total", listed.size());
        if (page < jsonPages()) {
            answer.put("next", "/api/books?page=" + (page + 1));
        }
        answer.put(
                "books",
                listed.subList(from, Math.min(from + BOOKS_PER_PAGE, listed.size())).stream()
                        .map(this::fields)
                        .toList());
        try {
            return JSON.writeValueAsString(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String item(Book book) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                book.published().atTime(LocalTime.NOON).atOffset(ZoneOffset.UTC));
        return """
                <item><title>%s</title><link>%s</link><guid>%s</guid>
                <pubDate>%s</pubDate><description>%s</description></item>
                """.formatted(
                        escape(book.title()),
                        escape(home.resolve(book.path())),
                        escape(home.resolve(book.path())),
                        date,
                        escape(book.description()));
    }

    private Map<String, Object> fields(Book book) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", book.id());
        fields.put("url", book.path());
        fields.put("title", book.title());
        fields.put("author", book.author());
        fields.put("publisher", book.publisher());
        fields.put("category", catalogue.categoryOf(book).name());
        fields.put("language", book.language());
        fields.put("price", book.price());
        fields.put("currency", Book.CURRENCY);
        fields.put("pages", book.pages());
        fields.put("rating", book.rating());
        fields.put("isbn", book.isbn());
        fields.put("published", book.published().toString());
        fields.put("stock", book.stock());
        fields.put("description", book.description());
        return fields;
    }
}
