package caravan.extract;

import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.extract.Extraction.Problem;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Task;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads pages by rules: the items and links on them. Thread-safe. Pages are hostile, so all is bounded: the tags and
 * tokens read, items, links and problems of a page, what a link carries, and the text that is taken altogether.
 *
 * <p>HTML and XML are looked in by CSS and XPath, JSON by pointers and JSONPath, all of them by patterns: in HTML in
 * the text that a browser shows, else in the source. A sitemap is XML, unpacked where it is gzipped; a follow on one
 * that has no selector takes all its locations. XPath sees a part of a page as if it were the whole.
 */
public final class Extractor {
    private static final Logger LOG = LoggerFactory.getLogger(Extractor.class);
    private static final int MAX_RULES = 10_000;

    private final Languages languages;
    private final int maxOutlinks;
    private final PageOpener pages;
    /** By identity: a rule that was read again is another one. */
    private final Cache<Rule, CompiledRule> compiled =
            CacheBuilder.newBuilder().weakKeys().maximumSize(MAX_RULES).build();

    /** @param robotName our product token, as robots.txt files and meta elements name us */
    public Extractor(ExtractLimits limits, String robotName, Languages languages) {
        this.languages = languages;
        this.maxOutlinks = limits.maxOutlinks();
        this.pages = new PageOpener(limits, robotName.toLowerCase(Locale.ROOT));
    }

    /**
     * Finds out whether all expressions of a rule can be used, those of other languages excepted.
     *
     * @throws IllegalArgumentException with the place in the rule, such as {@code items[0].fields.title}, and what is
     *     wrong there
     */
    public static void check(Rule rule) {
        new CompiledRule(rule);
    }

    /**
     * @param request that led to the page
     * @return what was found; a page that cannot be read has a problem at the place {@code page}
     * @throws IllegalArgumentException where the rule itself cannot be used; never for what a page holds
     */
    public Extraction extract(Task task, Rule rule, Page page, Request request) {
        CompiledRule ready = compiled(rule);
        PageReading reading = new PageReading(
                new PageReading.Source(task, rule.name(), page, request),
                languages,
                maxOutlinks,
                ready.selections().size());
        try {
            PageType type = rule.type() == PageType.AUTO ? PageTypes.of(page) : rule.type();
            Part part = pages.open(type, reading);
            if (!reading.mayFollow() && !rule.follows().isEmpty()) {
                reading.add(new Problem("follow", 0, "the page asks robots not to follow its links", false));
            }
            ready.read(part, reading);
        } catch (UnreadableException | Budget.SpentException e) {
            reading.add(new Problem("page", 0, e.getMessage(), false));
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("Cannot read {}: {}", page.url(), e.getClass().getName());
            reading.add(new Problem("page", 0, "cannot be read: " + e.getClass().getSimpleName(), false));
        }
        return reading.result(ready.selections());
    }

    private CompiledRule compiled(Rule rule) {
        try {
            return compiled.get(rule, () -> new CompiledRule(rule));
        } catch (com.google.common.util.concurrent.UncheckedExecutionException e) {
            throw new IllegalArgumentException(
                    "rule '" + rule.name() + "': " + e.getCause().getMessage(), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("compiling a rule throws no checked exception", e);
        }
    }
}
