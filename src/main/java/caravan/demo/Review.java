package caravan.demo;

import java.time.LocalDate;

/**
 * What a customer wrote about a book.
 *
 * @param book  id of the {@link Book}
 * @param stars 1 to 5
 */
public record Review(int book, String reviewer, int stars, LocalDate date, String text) {}
