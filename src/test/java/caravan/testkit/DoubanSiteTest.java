package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Connection;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DoubanSiteTest {
    private static final DoubanSite SITE = DoubanSite.start();

    @AfterAll
    static void close() {
        SITE.close();
    }

    @Test
    void listsLeadToEveryBookAsOftenAsTheSiteSays() throws IOException {
        Map<String, Integer> met = new HashMap<>();
        for (String tag : links(page(SITE.origin() + "/tag/"), "table.tagCol a")) {
            String list = tag;
            while (!list.isEmpty()) {
                Document page = page(list);
                links(page, "h2 a").forEach(book -> met.merge(book, 1, Integer::sum));
                list = page.select(".next a").attr("abs:href");
            }
        }
        assertThat(met).isEqualTo(SITE.listings()).containsValue(2).containsValue(1);
        assertThat(SITE.expected())
                .extracting(FlatItem::key)
                .containsExactlyInAnyOrderElementsOf(met.keySet().stream()
                        .map(url -> DoubanSite.TYPE + " " + url + " 0")
                        .toList());
    }

    @Test
    void somePagesLackWhatOthersHave() {
        Map<String, Long> counts = SITE.expected().stream()
                .flatMap(item -> item.fields().keySet().stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        assertThat(counts).containsOnlyKeys("书名", "作者", "页数", "出版社", "得分", "价格", "简介");
        int books = SITE.expected().size();
        assertThat(counts.remove("书名")).isEqualTo(books);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(books / 2L, books - 1L));
    }

    @Test
    void whoHasNoCookieIsTurnedAway() throws IOException {
        String url = SITE.listings().keySet().iterator().next();
        assertThat(connect(url).execute().statusCode()).isEqualTo(403);
        assertThat(connect(url).cookie("bid", "x").execute().statusCode()).isEqualTo(200);
    }

    private static List<String> links(Document page, String css) {
        return page.select(css).eachAttr("abs:href");
    }

    private static Document page(String url) throws IOException {
        return connect(url).cookie("bid", "x").get();
    }

    private static Connection connect(String url) {
        return Jsoup.connect(url).ignoreHttpErrors(true);
    }
}
