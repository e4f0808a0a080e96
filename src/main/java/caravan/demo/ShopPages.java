package caravan.demo;

/** The pages that are about the shop rather than its books, and the two in encodings of their own. */
final class ShopPages {
    private final Catalogue catalogue;

    ShopPages(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    HtmlPage about() {
        return HtmlPage.english(
                "About the shop", "Where Paper Lantern Books is, and what became of the old shop.", """
                <h1>About the shop</h1>
                <p>Paper Lantern Books keeps a narrow house with eight shelves and one cat. It was invented so that a
                crawler has somewhere to go without bothering anybody.</p>
                <h2>Further reading</h2>
                <ul>
                <li><a href="/old-shop">The old shop</a>, which has moved here.</li>
                <li><a href="/missing">Our reading club of years ago</a>, which nobody has kept up.</li>
                <li><a href="/guestbook" rel="nofollow">The guest book</a>, for people only.</li>
                <li><a href="/api/books?page=1">The catalogue as JSON</a>, for programs.</li>
                <li><a href="https://www.example.org/">A neighbour across the street</a>.</li>
                </ul>
                """);
    }

    HtmlPage guestbook() {
        return HtmlPage.english(
                "Guest book",
                "What visitors wrote.",
                "<h1>Guest book</h1>\n<blockquote>The cat was asleep on the poetry.</blockquote>\n");
    }

    HtmlPage basket() {
        return HtmlPage.english("Your basket", "What you are about to buy.", """
                        <h1>Your basket</h1>
                        <p>It is empty.</p>
                        <p><a href="/checkout/address">Check out</a></p>
                        """)
                .withHead("<meta name=\"robots\" content=\"noindex\">\n");
    }

    HtmlPage notFound() {
        return HtmlPage.english(
                "Page not found",
                "There is no such page.",
                "<h1>This page is not on our shelves</h1>\n<p>It may be mis-shelved. Try <a href=\"/\">the front"
                        + " table</a>.</p>\n");
    }

    HtmlPage chinese() {
        return new HtmlPage("zh-CN", "纸灯笼书店", "纸灯笼书店的中文图书：小说、诗歌、旅行与手艺。", "", greeting("欢迎光临纸灯笼书店", "中文图书", "zh"));
    }

    HtmlPage japanese() {
        return new HtmlPage("ja", "紙の灯籠書店", "紙の灯籠書店の日本語の本：小説、詩、旅、手仕事。", "", greeting("紙の灯籠書店へようこそ", "日本語の本", "ja"));
    }

    private String greeting(String welcome, String heading, String language) {
        return "<h1>%s</h1>\n<h2>%s</h2>\n%s".formatted(welcome, heading, Layout.cards(catalogue.inLanguage(language)));
    }
}
