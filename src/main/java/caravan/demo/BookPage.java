package caravan.demo;

import static caravan.demo.Markup.escape;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The detail page of a book: every field in a class of its own, as microdata and once more as JSON-LD. */
final class BookPage {
    private static final String MAIN = """
            <nav class="breadcrumbs" aria-label="Breadcrumbs"><ol>
            <li><a href="/">Home</a></li>
            <li><a class="category" href="/category/%1$s/">%2$s</a></li>
            <li aria-current="page">%3$s</li>
            </ol></nav>
            <article class="product" itemscope itemtype="https://schema.org/Book" data-id="%4$s">
            <a class="cover" href="%5$s"><img itemprop="image" src="%5$s" alt="Cover" width="240" height="360"></a>
            <div lang="%6$s">
            <h1 class="title" itemprop="name">%3$s</h1>
            <p class="author" itemprop="author">%7$s</p>
            <p class="description" itemprop="description">%8$s</p>
            %9$s</div>
            </article>
            """;
    private static final String FACTS = """
            <p itemprop="offers" itemscope itemtype="https://schema.org/Offer">
            <meta itemprop="priceCurrency" content="%s">
            &euro;<span class="price" itemprop="price">%s</span> <span class="stock" data-stock="%s">%s</span></p>
            <p class="buy"><a href="/cart?add=%s">Add to basket</a> <a href="/checkout/express?book=%s">Buy now</a></p>
            <table class="facts">
            <tr><th>Rating</th><td>%s <span class="rating-value">%s</span></td></tr>
            <tr><th>Publisher</th><td class="publisher" itemprop="publisher">%s</td></tr>
            <tr><th>Published</th><td><time class="published" itemprop="datePublished" datetime="%s">%s</time></td></tr>
            <tr><th>Pages</th><td class="pages" itemprop="numberOfPages">%s</td></tr>
            <tr><th>Language</th><td class="language" itemprop="inLanguage">%s</td></tr>
            <tr><th>ISBN</th><td class="isbn" itemprop="isbn">%s</td></tr>
            </table>
            """;
    private static final String REVIEW = """
            <li class="review"><p>%s <span class="reviewer">%s</span>, <time datetime="%s">%s</time></p>
            <p class="review-text">%s</p></li>
            """;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Catalogue catalogue;

    BookPage(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    HtmlPage of(Book book) {
        String main = product(book)
                + "<h2>Reviews</h2>\n<ul class=\"reviews\">\n" + reviews(book) + "</ul>\n"
                + "<section class=\"related\"><h2>Related books</h2>\n" + Layout.cards(catalogue.related(book))
                + "</section>\n";
        String head = "<link rel=\"canonical\" href=\"%s\">\n<script type=\"application/ld+json\">%s</script>\n"
                .formatted(book.path(), jsonLd(book));
        return new HtmlPage(book.language(), book.title() + " by " + book.author(), book.description(), head, main);
    }

    private String product(Book book) {
        return MAIN.formatted(
                book.category(),
                escape(catalogue.categoryOf(book).name()),
                escape(book.title()),
                book.id(),
                book.coverPath(),
                book.language(),
                escape(book.author()),
                escape(book.description()),
                facts(book));
    }

    private String facts(Book book) {
        return FACTS.formatted(
                Book.CURRENCY,
                book.price(),
                book.stock(),
                book.stock() == 0 ? "Sold out" : book.stock() + " in stock",
                book.id(),
                book.id(),
                Layout.stars(book.rating().doubleValue()),
                book.rating(),
                escape(book.publisher()),
                book.published(),
                book.published(),
                book.pages(),
                book.language(),
                book.isbn());
    }

    private String reviews(Book book) {
        return catalogue.reviews(book).stream()
                .map(review -> REVIEW.formatted(
                        Layout.stars(review.stars()),
                        escape(review.reviewer()),
                        review.date(),
                        review.date(),
                        escape(review.text())))
                .collect(Collectors.joining());
    }

    private String jsonLd(Book book) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("@context", "https://schema.org");
        data.put("@type", List.of("Book", "Product"));
        data.put("name", book.title());
        data.put("author", named("Person", book.author()));
        data.put("publisher", named("Organization", book.publisher()));
        data.put("isbn", book.isbn());
        data.put("datePublished", book.published().toString());
        data.put("numberOfPages", book.pages());
        data.put("inLanguage", book.language());
        data.put("description", book.description());
        data.put("image", book.coverPath());
        data.put("offers", offer(book));
        data.put("aggregateRating", rating(book));
        try {
            // a title may hold "</script>": inside JSON strings this escape means the same character
            return JSON.writeValueAsString(data).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Map.of would order its keys anew in each process, and with them the page's ETag. */
    private static Map<String, Object> named(String type, String name) {
        Map<String, Object> entity = new LinkedHashMap<>();
        entity.put("@type", type);
        entity.put("name", name);
        return entity;
    }

    private static Map<String, Object> offer(Book book) {
        Map<String, Object> offer = new LinkedHashMap<>();
        offer.put("@type", "Offer");
        offer.put("price", book.price().toPlainString());
        offer.put("priceCurrency", Book.CURRENCY);
        offer.put("availability", "https://schema.org/" + (book.stock() == 0 ? "OutOfStock" : "InStock"));
        return offer;
    }

    private Map<String, Object> rating(Book book) {
        Map<String, Object> rating = new LinkedHashMap<>();
        rating.put("@type", "AggregateRating");
        rating.put("ratingValue", book.rating());
        rating.put("reviewCount", catalogue.reviews(book).size());
        return rating;
    }
}
