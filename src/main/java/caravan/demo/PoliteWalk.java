package caravan.demo;

import java.util.HashMap;
import java.util.Map;

/** Works out from the catalogue, without asking the site, what a polite crawler finds there. */
final class PoliteWalk {
    private static final Expected PAGE = new Expected(200, "text/html");

    private final Map<String, Expected> answers = new HashMap<>();

    private PoliteWalk() {}

    /** @return every path (with query) that links lead to from the home page, with its answer */
    static Map<String, Expected> of(Catalogue catalogue) {
        PoliteWalk walk = new PoliteWalk();
        walk.addShelves(catalogue);
        walk.addBooks(catalogue);
        walk.addShop();
        return Map.copyOf(walk.answers);
    }

    private void addShelves(Catalogue catalogue) {
        answers.put("/", PAGE);
        for (Shelf shelf : catalogue.shelves()) {
            for (int number = 1; number <= shelf.pages(); number++) {
                answers.put(shelf.path(number), PAGE);
            }
        }
        ShelfPages.POPULAR_SEARCHES.forEach(word -> answers.put("/search?q=" + word, PAGE));
    }

    private void addBooks(Catalogue catalogue) {
        for (Book book : catalogue.listed()) {
            answers.put(book.path(), PAGE);
            answers.put(book.coverPath(), new Expected(200, "image/svg+xml"));
        }
    }

    private void addShop() {
        answers.put("/about", PAGE);
        answers.put("/zh/", PAGE);
        answers.put("/ja/", PAGE);
        answers.put("/new", new Expected(302, ""));
        answers.put("/old-shop", new Expected(301, ""));
        answers.put("/missing", new Expected(404, "text/html"));
        answers.put("/feed.xml", new Expected(200, "application/rss+xml"));
        answers.put("/api/books?page=1", new Expected(200, "application/json"));
    }
}
