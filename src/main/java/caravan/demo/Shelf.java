package caravan.demo;

import java.util.List;

/**
 * Books listed together under {@code /category/SLUG/}, a page at a time.
 *
 * @param category what stands above the list
 * @param books    in the order they are shown
 */
public record Shelf(Category category, List<Book> books) {
    /** Books on one page of the list. */
    public static final int PAGE_SIZE = 8;

    public Shelf {
        books = List.copyOf(books);
    }

    /** @return how many pages the list has, at least one */
    public int pages() {
        return Math.max(1, (books.size() + PAGE_SIZE - 1) / PAGE_SIZE);
    }

    /** @return the books of one page, counted from 1; empty beyond the last */
    public List<Book> page(int number) {
        int from = Math.min((number - 1) * PAGE_SIZE, books.size());
        return books.subList(from, Math.min(from + PAGE_SIZE, books.size()));
    }

    /** @return where a page is; the first has no query, so that it has one address only */
    public String path(int number) {
        String first = "/category/" + category.slug() + "/";
        return number == 1 ? first : first + "?page=" + number;
    }
}
