package caravan.demo;

import static java.util.stream.Collectors.groupingBy;

import caravan.demo.Book.Shelving;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything the demo shop sells: always the same books in the same order. Immutable. The data are the tab-separated
 * files under {@code /demo/} in the jar.
 */
public final class Catalogue {
    private static final int NEW_ARRIVALS = 20;
    private static final int RELATED = 4;

    private final List<Category> categories;
    private final List<Book> books;
    private final Map<Integer, List<Review>> reviews;

    private Catalogue(List<Category> categories, List<Book> books, List<Review> reviews) {
        this.categories = categories;
        this.books = books;
        this.reviews = reviews.stream().collect(groupingBy(Review::book));
    }

    /** @return the catalogue that comes with the program */
    public static Catalogue bundled() {
        return new Catalogue(
                Bundled.rows("categories.tsv").stream().map(Catalogue::category).toList(),
                Bundled.rows("books.tsv").stream().map(Catalogue::book).toList(),
                Bundled.rows("reviews.tsv").stream().map(Catalogue::review).toList());
    }

    /** @return every book by id, the unlisted one too */
    public List<Book> books() {
        return books;
    }

    /** @return the books that pages, feed and API show, by id */
    public List<Book> listed() {
        return books.stream().filter(Book::listed).toList();
    }

    public List<Category> categories() {
        return categories;
    }

    /** @return the category a book is in */
    public Category categoryOf(Book book) {
        return categories.stream()
                .filter(category -> category.slug().equals(book.category()))
                .findFirst()
                .orElseThrow();
    }

    /** @return the shelf of each category, and last the one of new arrivals, whose books stand on two shelves */
    public List<Shelf> shelves() {
        return Stream.concat(categories.stream().map(this::shelf), Stream.of(newArrivals()))
                .toList();
    }

    /** @return the listed books published last, newest first */
    public Shelf newArrivals() {
        Comparator<Book> newestFirst =
                Comparator.comparing(Book::published).reversed().thenComparing(Book::id);
        List<Book> newest =
                listed().stream().sorted(newestFirst).limit(NEW_ARRIVALS).toList();
        return new Shelf(new Category("new", "New arrivals", "The latest to come in, newest first."), newest);
    }

    /** @return the books shown on the home page */
    public List<Book> featured() {
        return books.stream()
                .filter(book -> book.shelving() == Shelving.FEATURED)
                .toList();
    }

    /** @return the listed books in a language (BCP 47) */
    public List<Book> inLanguage(String language) {
        return listed().stream()
                .filter(book -> book.language().equals(language))
                .toList();
    }

    /** @return the listed books whose title, author or description holds a word, whatever its case */
    public List<Book> search(String word) {
        String wanted = word.toLowerCase(Locale.ROOT);
        return listed().stream()
                .filter(book -> (book.title() + " " + book.author() + " " + book.description())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
                .toList();
    }

    /** @return the next few books on the same shelf, going round at its end */
    public List<Book> related(Book book) {
        List<Book> others = shelf(categoryOf(book)).books().stream()
                .filter(other -> other.id() != book.id())
                .toList();
        Stream<Book> after = others.stream().filter(other -> other.id() > book.id());
        Stream<Book> before = others.stream().filter(other -> other.id() < book.id());
        return Stream.concat(after, before).limit(RELATED).toList();
    }

    /** @return what customers wrote about a book; every book has at least one review */
    public List<Review> reviews(Book book) {
        return reviews.getOrDefault(book.id(), List.of());
    }

    private Shelf shelf(Category category) {
        return new Shelf(
                category,
                listed().stream()
                        .filter(book -> book.category().equals(category.slug()))
                        .toList());
    }

    private static Category category(Map<String, String> row) {
        return new Category(row.get("slug"), row.get("name"), row.get("blurb"));
    }

    private static Book book(Map<String, String> row) {
        return new Book(
                Integer.parseInt(row.get("id")),
                row.get("slug"),
                row.get("category"),
                row.get("language"),
                row.get("title"),
                row.get("author"),
                row.get("publisher"),
                new BigDecimal(row.get("price")),
                Integer.parseInt(row.get("pages")),
                new BigDecimal(row.get("rating")),
                row.get("isbn"),
                LocalDate.parse(row.get("published")),
                Integer.parseInt(row.get("stock")),
                Shelving.valueOf(row.get("shelving").toUpperCase(Locale.ROOT)),
                row.get("description"));
    }

    private static Review review(Map<String, String> row) {
        return new Review(
                Integer.parseInt(row.get("book")),
                row.get("reviewer"),
                Integer.parseInt(row.get("rating")),
                LocalDate.parse(row.get("date")),
                row.get("text"));
    }
}
