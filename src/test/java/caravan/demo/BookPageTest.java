package caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything the shop knows of a book stands on its page, in the places the site promises. */
class BookPageTest {
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

    static Iterable<Book> books() {
        return Catalogue.bundled().books();
    }

    @ParameterizedTest
    @MethodSource("books")
    void showsEveryFieldInAClassOfItsOwn(Book book) {
        Document page = Jsoup.parse(client.text(book.path()), site.url());
        assertThat(page.title()).isEqualTo(book.title() + " by " + book.author());
        assertThat(page.select("meta[name=description]").attr("content")).isEqualTo(book.description());
        assertThat(page.select("html").attr("lang")).isEqualTo(book.language());
        assertThat(page.select(".product").attr("data-id")).isEqualTo(String.valueOf(book.id()));
        assertThat(field(page, "title")).isEqualTo(book.title());
        assertThat(field(page, "author")).isEqualTo(book.author());
        assertThat(field(page, "publisher")).isEqualTo(book.publisher());
        assertThat(field(page, "price")).isEqualTo(book.price().toPlainString());
        assertThat(field(page, "pages")).isEqualTo(String.valueOf(book.pages()));
        assertThat(field(page, "rating-value")).isEqualTo(book.rating().toPlainString());
        assertThat(field(page, "isbn")).isEqualTo(book.isbn());
        assertThat(field(page, "published")).isEqualTo(book.published().toString());
        assertThat(field(page, "language")).isEqualTo(book.language());
        assertThat(field(page, "description")).isEqualTo(book.description());
        assertThat(page.select(".product .stock").attr("data-stock")).isEqualTo(String.valueOf(book.stock()));
        assertThat(page.select(".breadcrumbs .category").text())
                .isEqualTo(site.catalogue().categoryOf(book).name());
        assertThat(page.select(".review .review-text").eachText())
                .isEqualTo(site.catalogue().reviews(book).stream()
                        .map(Review::text)
                        .toList());
        assertThat(page.select(".related .title a").eachAttr("href"))
                .isEqualTo(
                        site.catalogue().related(book).stream().map(Book::path).toList());
    }

    @ParameterizedTest
    @MethodSource("books")
    void tellsMachinesTheSame(Book book) throws IOException {
        Document page = Jsoup.parse(client.text(book.path()));
        JsonNode data = new ObjectMapper()
                .readTree(page.select("script[type=application/ld+json]").get(0).data());
        assertThat(data.path("name").asText()).isEqualTo(book.title());
        assertThat(data.at("/author/name").asText()).isEqualTo(book.author());
        assertThat(data.at("/publisher/name").asText()).isEqualTo(book.publisher());
        assertThat(data.path("isbn").asText()).isEqualTo(book.isbn());
        assertThat(data.at("/offers/price").asText()).isEqualTo(book.price().toPlainString());
        assertThat(data.at("/aggregateRating/ratingValue").decimalValue()).isEqualByComparingTo(book.rating());
    }

    @Test
    void coversAndFeedAreWellFormedXml() throws Exception {
        DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        for (Book book : site.catalogue().books()) {
            parser.parse(site.uri().resolve(book.coverPath()).toString());
        }
        parser.parse(site.uri().resolve("/feed.xml").toString());
        parser.parse(site.uri().resolve("/sitemap.xml").toString());
    }

    @Test
    void theApiPagesThroughEveryListedBook() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> titles = new ArrayList<>();
        String next = "/api/books?page=1";
        while (!next.isEmpty()) {
            JsonNode answer = json.readTree(client.text(next));
            answer.path("books").forEach(book -> titles.add(book.path("title").asText()));
            next = answer.path("next").asText();
        }
        assertThat(titles)
                .isEqualTo(site.catalogue().listed().stream().map(Book::title).toList());
    }

    private static String field(Document page, String name) {
        return page.select(".product ." + name).text();
    }
}
