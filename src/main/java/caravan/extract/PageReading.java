package caravan.extract;

import caravan.crawl.Item;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.extract.Extraction.Link;
import caravan.extract.Extraction.Match;
import caravan.extract.Extraction.Problem;
import caravan.parse.UrlResolver;
import caravan.parse.Urls;
import caravan.task.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One page while it is read by one rule: where it comes from, and what was found so far. For one thread. */
final class PageReading {
    private final Source source;
    private final Languages languages;
    private final int maxLinks;
    private final Budget budget = new Budget(System::nanoTime);
    private final String ownUrl;
    private final int[] counts;
    private final BitSet unfit = new BitSet();
    private final List<Item> items = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<String> linked = new HashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private Optional<UrlResolver> resolver;
    private boolean noFollow;

    /** What is read, and for which task. */
    record Source(Task task, String rule, Page page, Request request) {}

    PageReading(Source source, Languages languages, int maxLinks, int selections) {
        this.source = source;
        this.languages = languages;
        this.maxLinks = maxLinks;
        ownUrl = Urls.normalise(source.page().url()).orElse(source.page().url());
        resolver = UrlResolver.of(source.page().url());
        counts = new int[selections];
    }

    /** The page's base elements, which links are resolved by from now on. */
    void bases(List<String> hrefs) {
        resolver = resolver.map(ofPage -> ofPage.withBase(hrefs));
    }

    /** The page asks robots not to follow its links. */
    void forbidFollowing() {
        noFollow = obeysRobots();
    }

    boolean mayFollow() {
        return !noFollow;
    }

    boolean obeysRobots() {
        return source.task().robots() == Task.RobotsPolicy.OBEY;
    }

    Task task() {
        return source.task();
    }

    String rule() {
        return source.rule();
    }

    Page page() {
        return source.page();
    }

    Request request() {
        return source.request();
    }

    Budget budget() {
        return budget;
    }

    List<String> headers(String name) {
        return page().headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** @return null where there is nothing */
    Object evaluate(String language, String expression, String text) {
        return languages.evaluate(language, expression, text, page(), request().carry());
    }

    /** @return empty where it is no http or https URL */
    Optional<String> resolve(String href) {
        return resolver.flatMap(base -> base.resolve(href));
    }

    void found(int selection, int count) {
        counts[selection] += count;
    }

    /** Tells once that a selector cannot be used here: it would be the same for every part of the page. */
    void unfit(int selection, Problem problem) {
        if (!unfit.get(selection)) {
            unfit.set(selection);
            add(problem);
        }
    }

    void add(Problem problem) {
        if (problems.size() < ExtractLimits.MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** @return false where there are as many as can be */
    boolean add(Item item) {
        return items.size() < ExtractLimits.MAX_ITEMS && items.add(item);
    }

    boolean hasRoomForLinks() {
        return links.size() < maxLinks;
    }

    /** Whether it leads elsewhere than to the page itself, by the same rule, and was not found before. */
    boolean isNew(String url, String rule) {
        return !(url.equals(ownUrl) && rule.equals(rule())) && !linked.contains(url + '\n' + rule);
    }

    void add(Link link) {
        linked.add(link.url() + '\n' + link.rule());
        links.add(link);
    }

    Extraction result(List<Selection> selections) {
        List<Match> matches = selections.stream()
                .map(selection -> new Match(selection.place(), selection.written(), counts[selection.index()]))
                .toList();
        return new Extraction(items, links, matches, problems);
    }
}
