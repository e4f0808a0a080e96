package caravan.demo;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * One book of the demo shop, as the pages show it: what a crawl extracts is compared with this. Every value is
 * invented; the ISBNs have right check digits under a prefix that is not given out.
 *
 * @param id          from 1, without gaps
 * @param slug        ASCII form of the title, the second half of the path
 * @param category    slug of its {@link Category}
 * @param language    BCP 47 tag of title and description
 * @param price       in euros, with two decimals
 * @param rating      mean of its reviews' stars, 1.0 to 5.0, with one decimal
 * @param isbn        13 digits
 * @param stock       copies at hand; 0 is sold out
 * @param description one or two sentences of plain text
 */
public record Book(
        int id,
        String slug,
        String category,
        String language,
        String title,
        String author,
        String publisher,
        BigDecimal price,
        int pages,
        BigDecimal rating,
        String isbn,
        LocalDate published,
        int stock,
        Shelving shelving,
        String description) {

    /** How a book can be found in the shop. */
    public enum Shelving {
        /** On the shelf of its category. */
        LISTED,
        /** On the shelf, and on the home page. */
        FEATURED,
        /** Linked from no page: only the sitemap knows it. */
        UNLISTED
    }

    /** Currency of every price (ISO 4217). */
    public static final String CURRENCY = "EUR";

    /** @return path of the detail page */
    public String path() {
        return "/book/" + id + "-" + slug;
    }

    /** @return path of the cover, an SVG image */
    public String coverPath() {
        return "/cover/" + id + ".svg";
    }

    /** @return whether a link leads to it */
    public boolean listed() {
        return shelving != Shelving.UNLISTED;
    }
}
