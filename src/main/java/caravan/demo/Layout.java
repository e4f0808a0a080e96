package caravan.demo;

import static caravan.demo.Markup.escape;

import java.util.stream.Collectors;

/**
 * The frame around every page of the shop, and the pieces that several pages share. Its own text is ASCII, so that
 * pages in any encoding can have it. Immutable.
 */
final class Layout {
    private static final String DOCUMENT = """
            <!DOCTYPE html>
            <html lang="%s">
            <head>
            %s<meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <meta name="description" content="%s">
            <link rel="alternate" type="application/rss+xml" title="New books" href="/feed.xml">
            %s<style>
            %s</style>
            </head>
            <body>
            <header class="site-header">
            <a class="basket" href="/cart">Basket</a>
            <a class="brand" href="/">Paper Lantern Books</a>
            <nav aria-label="Categories"><ul class="categories">
            %s
            </ul></nav>
            </header>
            <main>
            %s</main>
            <footer class="site-footer">
            <a href="/about">About the shop</a> <a href="/new">New this month</a>
            <a href="/zh/" hreflang="zh">Chinese</a> <a href="/ja/" hreflang="ja">Japanese</a>
            <a href="/feed.xml">Feed</a>
            <p>A shop that does not exist, selling books nobody wrote.</p>
            </footer>
            </body>
            </html>
            """;
    private static final String CARD = """
            <li><article class="book">
            <a href="%1$s"><img src="%2$s" alt="" width="120" height="180"></a>
            <h3 class="title" lang="%3$s"><a href="%1$s">%4$s</a></h3>
            <p class="author" lang="%3$s">%5$s</p>
            <p><span class="price">&euro;%6$s</span> %7$s</p>
            </article></li>
            """;
    private static final int MOST_STARS = 5;

    private final String style = Bundled.text("style.css");
    private final String navigation;

    Layout(Catalogue catalogue) {
        navigation = catalogue.shelves().stream()
                .map(shelf -> "<li><a href=\"%s\">%s</a></li>"
                        .formatted(shelf.path(1), escape(shelf.category().name())))
                .collect(Collectors.joining("\n"));
    }

    /** @return the whole document, naming its encoding in a meta element */
    String document(HtmlPage page, String charset) {
        return framed(page, "<meta charset=\"" + charset + "\">\n");
    }

    /** @return the whole document, leaving it to the HTTP header to name the encoding */
    String documentWithoutCharset(HtmlPage page) {
        return framed(page, "");
    }

    /** @return books as a grid of cards */
    static String cards(Iterable<Book> books) {
        StringBuilder cards = new StringBuilder("<ul class=\"shelf\">\n");
        for (Book book : books) {
            cards.append(CARD.formatted(
                    book.path(),
                    book.coverPath(),
                    book.language(),
                    escape(book.title()),
                    escape(book.author()),
                    book.price(),
                    stars(book.rating().doubleValue())));
        }
        return cards.append("</ul>\n").toString();
    }

    /** @return a rating as stars, with the number for machines */
    static String stars(double rating) {
        int full = (int) Math.round(rating);
        return "<span class=\"rating\" data-rating=\"%s\" title=\"%s of 5\">%s</span>"
                .formatted(rating, rating, "&#9733;".repeat(full) + "&#9734;".repeat(MOST_STARS - full));
    }

    private String framed(HtmlPage page, String charset) {
        return DOCUMENT.formatted(
                page.lang(),
                charset,
                escape(page.title()),
                escape(page.description()),
                page.head(),
                style,
                navigation,
                page.main());
    }
}
