package caravan.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The pages of {@link DoubanSite}: templates under {@code /douban/} with the marks of the pages they look like. */
final class DoubanPages {
    private final String origin;

    /** @param origin of the links to books, which are absolute */
    DoubanPages(String origin) {
        this.origin = origin;
    }

    String tags(List<String> tags, int books) {
        String rows = tags.stream()
                .map(tag -> filled("tag.html", Map.of("tag", tag, "count", books)))
                .collect(Collectors.joining());
        return filled("tags.html", Map.of("tags", rows));
    }

    /**
     * @param page from 1
     * @param next where the list goes on; 0 where it does not
     */
    String list(String tag, List<DoubanBook> books, int page, int pages, int next) {
        String entries =
                books.stream().map(book -> filled("entry.html", valuesOf(book))).collect(Collectors.joining());
        String link = next == 0 ? "后页&gt;" : filled("next.html", Map.of("tag", tag, "start", next));
        return filled("list.html", Map.of("tag", tag, "books", entries, "page", page, "pages", pages, "next", link));
    }

    String detail(DoubanBook book) {
        return filled("detail.html", valuesOf(book));
    }

    private Map<String, Object> valuesOf(DoubanBook book) {
        return Map.ofEntries(
                Map.entry("url", origin + book.path()),
                Map.entry("id", book.number()),
                Map.entry("title", escape(book.title())),
                Map.entry("subtitle", book.subtitle()),
                Map.entry("author", book.author()),
                Map.entry("press", escape(book.press())),
                Map.entry("price", book.price()),
                Map.entry("score", book.score()),
                Map.entry("isbn", 9_790_000_000_000L + book.number()),
                Map.entry("facts", facts(book)),
                Map.entry("about", about(book)),
                Map.entry(
                        "neighbour",
                        DoubanBook.of((book.number() + 1) % DoubanBook.COUNT).path()));
    }

    private static String facts(DoubanBook book) {
        StringBuilder facts = new StringBuilder();
        if (!book.author().isEmpty()) {
            facts.append(
                    "<span>\n<span class=\"pl\"> 作者</span>:\n<a class=\"\" href=\"/author/%s\">%s</a>\n</span><br>\n"
                            .formatted(book.number(), book.author()));
        }
        if (!book.press().isEmpty()) {
            String press = escape(book.press());
            facts.append(fact("出版社", book.number() % 2 == 0 ? press : "<a href=\"/press/1\">" + press + "</a>"));
        }
        facts.append(fact("出版年", "20" + (10 + book.number() % 14) + "-8"));
        if (!book.pages().isEmpty()) {
            facts.append(fact("页数", book.pages()));
        }
        if (!book.price().isEmpty()) {
            facts.append(fact("定价", book.price()));
        }
        return facts.toString();
    }

    private static String fact(String label, String html) {
        return "<span class=\"pl\">%s:</span> %s<br>\n".formatted(label, html);
    }

    /** A long text stands twice: its beginning, and hidden until it is asked for, the whole. */
    private static String about(DoubanBook book) {
        if (book.intro().isEmpty()) {
            return "";
        }
        String whole = intro(paragraphs(book.intro()));
        String more = "<p><a href=\"javascript:void(0)\" class=\"j a_show_full\">(展开全部)</a></p>";
        String intros = book.intro().size() == 1
                ? whole
                : "<span class=\"short\">" + intro(paragraphs(book.intro().subList(0, 1)) + more) + "</span>\n"
                        + "<span class=\"all hidden\">" + whole + "</span>";
        return filled("about.html", Map.of("intros", intros));
    }

    private static String intro(String html) {
        return "<div class=\"\"><div class=\"intro\">\n" + html + "</div></div>";
    }

    private static String paragraphs(List<String> texts) {
        return texts.stream().map(text -> "<p>" + escape(text) + "</p>\n").collect(Collectors.joining());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String filled(String template, Map<String, ?> values) {
        String html = read(template);
        for (Map.Entry<String, ?> value : values.entrySet()) {
            html = html.replace("{{" + value.getKey() + "}}", String.valueOf(value.getValue()));
        }
        return html;
    }

    private static String read(String name) {
        try (InputStream in = DoubanPages.class.getResourceAsStream("/douban/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
