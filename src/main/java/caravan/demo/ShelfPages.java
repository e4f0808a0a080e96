package caravan.demo;

import static caravan.demo.Markup.escape;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pages that list books: home, categories, search results. */
final class ShelfPages {
    /** Searches that the home page links to. */
    static final List<String> POPULAR_SEARCHES = List.of("lighthouse", "bread", "moss");

    private final Catalogue catalogue;

    ShelfPages(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    HtmlPage home() {
        String main = """
                <h1>Books for long evenings</h1>
                <p class="blurb">%s titles on %s shelves. Popular searches: %s.</p>
                <h2>Featured</h2>
                %s<h2>All shelves</h2>
                <dl class="directory">
                %s
                </dl>
                """.formatted(
                        catalogue.listed().size(),
                        catalogue.categories().size(),
                        searches(),
                        Layout.cards(catalogue.featured()),
                        directory());
        return HtmlPage.english("Paper Lantern Books", "A small bookshop with fiction, poetry, travel and more.", main);
    }

    /** @return one page of a shelf, or nothing when the shelf has no such page */
    Optional<HtmlPage> shelf(Shelf shelf, int number) {
        if (number < 1 || number > shelf.pages()) {
            return Optional.empty();
        }
        Category category = shelf.category();
        String main = """
                <h1>%s</h1>
                <p class="blurb">%s</p>
                %s<nav class="pager" aria-label="Pages">
                %s<span>Page %s of %s</span>
                %s</nav>
                """.formatted(
                        escape(category.name()),
                        escape(category.blurb()),
                        Layout.cards(shelf.page(number)),
                        neighbour(shelf, number - 1, "<a rel=\"prev\" href=\"%s\">&larr; Previous</a>\n"),
                        number,
                        shelf.pages(),
                        neighbour(shelf, number + 1, "<a rel=\"next\" href=\"%s\">Next &rarr;</a>\n"));
        String head = neighbour(shelf, number - 1, "<link rel=\"prev\" href=\"%s\">\n")
                + neighbour(shelf, number + 1, "<link rel=\"next\" href=\"%s\">\n");
        String title = category.name() + (number == 1 ? "" : ", page " + number);
        return Optional.of(HtmlPage.english(title, category.blurb(), main).withHead(head));
    }

    HtmlPage search(String word) {
        List<Book> found = catalogue.search(word);
        String main = """
                <h1>Search: %s</h1>
                <p class="blurb">%s found.</p>
                %s""".formatted(escape(word), found.size(), Layout.cards(found));
        return HtmlPage.english("Search: " + word, "Books that mention " + word + ".", main);
    }

    private static String neighbour(Shelf shelf, int number, String html) {
        return number < 1 || number > shelf.pages() ? "" : html.formatted(shelf.path(number));
    }

    private static String searches() {
        return POPULAR_SEARCHES.stream()
                .map(word -> "<a href=\"/search?q=%s\">%s</a>".formatted(word, word))
                .collect(Collectors.joining(", "));
    }

    private String directory() {
        return catalogue.shelves().stream()
                .map(shelf -> "<div><dt><a href=\"%s\">%s</a> (%s)</dt><dd>%s</dd></div>"
                        .formatted(
                                shelf.path(1),
                                escape(shelf.category().name()),
                                shelf.books().size(),
                                escape(shelf.category().blurb())))
                .collect(Collectors.joining("\n"));
    }
}
