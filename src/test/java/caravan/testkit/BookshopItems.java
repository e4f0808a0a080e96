package caravan.testkit;

import caravan.demo.Book;
import caravan.demo.BookshopSite;
import caravan.demo.Catalogue;
import caravan.demo.Category;
import caravan.demo.Review;
import caravan.demo.Shelf;
import java.net.URI;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The items that the example tasks are to find in the demo shop, from the data that the shop makes its pages of: every
 * field that a page shows, and nothing read from pages. Immutable.
 */
public final class BookshopItems {
    /** Books on a page of the API. */
    private static final int API_PAGE = 20;

    private final URI home;
    private final Catalogue catalogue;

    public BookshopItems(BookshopSite shop) {
        home = shop.uri();
        catalogue = shop.catalogue();
    }

    /** What {@code tasks/bookshop.yaml} finds: shelves, the listed books with what was carried to them, reviews. */
    public List<FlatItem> ofThePages() {
        List<FlatItem> items = new ArrayList<>(shelves());
        for (Book book : catalogue.listed()) {
            items.add(FlatItem.first("book", page(book), ofThePage(book)));
            items.addAll(reviews(book));
        }
        return items;
    }

    /** What {@code tasks/books-api.yaml} finds, of which several stand on a page. */
    public List<FlatItem> ofTheApi() {
        List<Book> listed = catalogue.listed();
        List<FlatItem> items = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            Map<String, Object> fields = common(listed.get(i));
            fields.put("page", page(listed.get(i)));
            fields.put("category", catalogue.categoryOf(listed.get(i)).name());
            String page = url("/api/books?page=" + (i / API_PAGE + 1));
            items.add(FlatItem.at(i % API_PAGE, "book", page, fields));
        }
        return items;
    }

    /** What {@code tasks/sitemap.yaml} finds: every book, also the one that no page links to. */
    public List<FlatItem> ofTheSitemap() {
        return catalogue.books().stream()
                .map(book -> FlatItem.first(
                        "book",
                        page(book),
                        only(common(book), "title", "author", "price", "isbn", "published", "stock")))
                .toList();
    }

    /** What {@code tasks/feed.yaml} finds: an entry for each new book, and its page. */
    public List<FlatItem> ofTheFeed() {
        List<Book> books = catalogue.newArrivals().books();
        List<FlatItem> items = new ArrayList<>();
        for (int i = 0; i < books.size(); i++) {
            Book book = books.get(i);
            String announced = book.published()
                    .atTime(LocalTime.NOON)
                    .toInstant(ZoneOffset.UTC)
                    .toString();
            items.add(FlatItem.at(
                    i,
                    "entry",
                    url("/feed.xml"),
                    Map.of(
                            "guid", page(book),
                            "title", book.title(),
                            "link", page(book),
                            "announced", announced,
                            "summary", book.description())));
            Map<String, Object> fields = only(common(book), "title", "author", "price");
            fields.put("announced", announced);
            items.add(FlatItem.first("book", page(book), fields));
        }
        return items;
    }

    private List<FlatItem> shelves() {
        List<FlatItem> items = new ArrayList<>();
        for (Shelf shelf : catalogue.shelves()) {
            Map<String, Object> fields = Map.of(
                    "name", shelf.category().name(),
                    "books", shelf.books().size(),
                    "blurb", shelf.category().blurb(),
                    "page", url(shelf.path(1)));
            items.add(FlatItem.at(items.size(), "shelf", home.toString(), fields));
        }
        return items;
    }

    private Map<String, Object> ofThePage(Book book) {
        Category category = catalogue.categoryOf(book);
        Map<String, Object> fields = common(book);
        fields.put("shelf", category.name());
        fields.put("category", category.slug());
        fields.put("cover", url(book.coverPath()));
        fields.put(
                "reviewers",
                catalogue.reviews(book).stream().map(Review::reviewer).toList());
        fields.put("related", catalogue.related(book).stream().map(this::page).toList());
        fields.put("shop", "Paper Lantern Books");
        return fields;
    }

    private List<FlatItem> reviews(Book book) {
        List<FlatItem> items = new ArrayList<>();
        for (Review review : catalogue.reviews(book)) {
            Map<String, Object> fields = Map.of(
                    "book", book.id(),
                    "reviewer", review.reviewer(),
                    "stars", review.stars(),
                    "date", review.date(),
                    "text", review.text());
            items.add(FlatItem.at(items.size(), "review", page(book), fields));
        }
        return items;
    }

    /** What pages and API show alike. */
    private static Map<String, Object> common(Book book) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", book.id());
        fields.put("title", book.title());
        fields.put("author", book.author());
        fields.put("publisher", book.publisher());
        fields.put("language", book.language());
        fields.put("price", book.price());
        fields.put("currency", Book.CURRENCY);
        fields.put("pages", book.pages());
        fields.put("rating", book.rating());
        fields.put("isbn", book.isbn());
        fields.put("published", book.published());
        fields.put("stock", book.stock());
        fields.put("description", book.description());
        return fields;
    }

    private static Map<String, Object> only(Map<String, Object> fields, String... names) {
        Map<String, Object> some = new LinkedHashMap<>();
        Stream.of(names).forEach(name -> some.put(name, fields.get(name)));
        return some;
    }

    private String page(Book book) {
        return url(book.path());
    }

    private String url(String path) {
        return home.resolve(path).toString();
    }
}
