package caravan.testkit;

import com.sun.net.httpserver.HttpHandler;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A catalogue of invented books in Chinese, with the marks of a well-known one: a page of tags leads to lists, a page
 * at a time, and those lead to books, of which many stand under two tags. Pages are UTF-8; some lack what others have.
 * Who comes without its cookie is turned away. Thread-safe.
 */
public final class DoubanSite implements AutoCloseable {
    /** Name of its kind of item: that of the rule by which its pages of books are read. */
    public static final String TYPE = "书籍简介";

    private static final List<String> TAGS = List.of("小说", "随笔", "中国文学", "诗歌 散文", "外国文学", "童话");
    private static final int LISTS = 3;
    private static final int ON_A_LIST = 5;
    /** Fewer than stand under a tag, so that neighbours share books. */
    private static final int FROM_TAG_TO_TAG = 10;

    /** The real one shows 20 on a page, and counts by that. */
    private static final int STEP = 20;

    private final TestSite site = TestSite.start();
    private final Map<String, Integer> listings = new HashMap<>();

    private DoubanSite() {
        DoubanPages pages = new DoubanPages(site.origin());
        page("/tag/", pages.tags(TAGS, LISTS * ON_A_LIST));
        for (int tag = 0; tag < TAGS.size(); tag++) {
            for (int list = 0; list < LISTS; list++) {
                addList(pages, tag, list);
            }
        }
        IntStream.range(0, DoubanBook.COUNT)
                .mapToObj(DoubanBook::of)
                .forEach(book -> page(book.path(), pages.detail(book)));
    }

    public static DoubanSite start() {
        return new DoubanSite();
    }

    private void addList(DoubanPages pages, int tag, int list) {
        List<DoubanBook> books = IntStream.range(0, ON_A_LIST)
                .map(i -> (tag * FROM_TAG_TO_TAG + list * ON_A_LIST + i) % DoubanBook.COUNT)
                .mapToObj(DoubanBook::of)
                .toList();
        books.forEach(book -> listings.merge(site.url(book.path()), 1, Integer::sum));
        int next = list + 1 < LISTS ? (list + 1) * STEP : 0;
        String html = pages.list(TAGS.get(tag), books, list + 1, LISTS, next);
        String path = "/tag/"
                + URLEncoder.encode(TAGS.get(tag), StandardCharsets.UTF_8).replace("+", "%20");
        page(list == 0 ? path : path + "?start=" + list * STEP + "&type=T", html);
    }

    private void page(String path, String html) {
        HttpHandler handler = exchange -> {
            String cookies = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Cookie"))
                    .orElse("");
            boolean known = cookies.matches("(.*; *)?bid=[^;]+.*");
            TestSite.answer(exchange, known ? 200 : 403, "text/html; charset=utf-8", known ? html : "检测到有异常请求");
        };
        site.handle(path, handler);
    }

    /** Such as {@code http://127.0.0.1:40123}. */
    public String origin() {
        return site.origin();
    }

    /** Every request so far, in order of arrival. */
    public List<TestSite.Hit> log() {
        return site.log();
    }

    /** Every book once. */
    public List<FlatItem> expected() {
        return IntStream.range(0, DoubanBook.COUNT)
                .mapToObj(DoubanBook::of)
                .map(book -> FlatItem.first(TYPE, site.url(book.path()), book.fields()))
                .toList();
    }

    /** On how many lists each book stands, by the URL of its page. */
    public Map<String, Integer> listings() {
        return Map.copyOf(listings);
    }

    @Override
    public void close() {
        site.close();
    }
}
