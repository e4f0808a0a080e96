package caravan.demo;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.demo.Book.Shelving;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private final Catalogue catalogue = Catalogue.bundled();

    @Test
    void isTheSameEachTime() {
        assertThat(Catalogue.bundled().books()).isEqualTo(catalogue.books());
    }

    @Test
    void numbersBooksWithoutGapsAndGivesEachAnAddressOfItsOwn() {
        assertThat(catalogue.books()).hasSize(120).extracting(Book::path).doesNotHaveDuplicates();
        assertThat(catalogue.books()).extracting(Book::isbn).doesNotHaveDuplicates();
        for (int i = 0; i < catalogue.books().size(); i++) {
            assertThat(catalogue.books().get(i).id()).isEqualTo(i + 1);
        }
    }

    @Test
    void everyFieldHasAUsableValue() {
        assertThat(catalogue.books()).allSatisfy(book -> {
            assertThat(book.slug()).matches("[a-z0-9]+(-[a-z0-9]+)*");
            assertThat(catalogue.categories()).contains(catalogue.categoryOf(book));
            assertThat(book.title()).isEqualTo(book.title().strip()).isNotEmpty();
            assertThat(book.author()).isNotBlank();
            assertThat(book.publisher()).isNotBlank();
            assertThat(book.description()).isNotBlank();
            assertThat(book.price()).isPositive();
            assertThat(book.price().scale()).isEqualTo(2);
            assertThat(book.pages()).isPositive();
            assertThat(book.stock()).isNotNegative();
            assertThat(checkSum(book.isbn()) % 10).isZero();
        });
    }

    @Test
    void ratingsAreTheMeanOfTheReviews() {
        assertThat(catalogue.books()).allSatisfy(book -> {
            double mean = catalogue.reviews(book).stream()
                    .mapToInt(Review::stars)
                    .average()
                    .orElseThrow();
            assertThat(book.rating()).isEqualTo(BigDecimal.valueOf(mean).setScale(1, RoundingMode.HALF_UP));
        });
    }

    @Test
    void holdsTitlesThatAreHardToWrite() {
        assertThat(catalogue.books()).extracting(Book::title).anyMatch(title -> title.contains("\""));
        assertThat(catalogue.books()).extracting(Book::title).anyMatch(title -> title.contains("&"));
        assertThat(catalogue.books()).extracting(Book::title).anyMatch(title -> title.contains("<"));
        assertThat(catalogue.books()).extracting(Book::title).anyMatch(title -> title.contains(","));
        assertThat(catalogue.books()).extracting(Book::language).contains("en", "de", "fr", "zh", "ja");
    }

    @Test
    void shelvesHoldEveryListedBookAndRelatedBooksStayOnTheShelf() {
        assertThat(catalogue.categories()).hasSize(8);
        assertThat(catalogue.shelves().stream().flatMap(shelf -> shelf.books().stream()))
                .containsAll(catalogue.listed())
                .allMatch(Book::listed);
        assertThat(catalogue.books()).allSatisfy(book -> assertThat(catalogue.related(book))
                .hasSize(4)
                .doesNotContain(book)
                .allMatch(other -> other.listed() && other.category().equals(book.category())));
    }

    @Test
    void oneBookIsUnlisted() {
        assertThat(catalogue.books())
                .filteredOn(book -> book.shelving() == Shelving.UNLISTED)
                .hasSize(1);
    }

    private static int checkSum(String isbn) {
        int sum = 0;
        for (int i = 0; i < isbn.length(); i++) {
            sum += Character.digit(isbn.charAt(i), 10) * (i % 2 == 0 ? 1 : 3);
        }
        return sum;
    }
}
