package caravan.extract;

import caravan.extract.Extraction.Problem;
import caravan.task.Selector;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A selector in its place in a rule, compiled. Thread-safe.
 *
 * @param index   among the selectors of its rule
 * @param written as a person would say it
 * @param narrow  what each text found is narrowed by
 */
record Selection(int index, String place, String written, Finder finder, Optional<Pattern> narrow) {

    /** @throws IllegalArgumentException with its place and what is wrong */
    static Selection of(int index, String place, Selector selector, boolean link) {
        try {
            Finder finder = link ? Finder.ofLinks(selector) : Finder.of(selector);
            Optional<Pattern> narrow = Optional.of(selector.pattern())
                    .filter(pattern -> !pattern.isEmpty())
                    .map(Pattern::compile);
            return new Selection(index, place, written(selector), finder, narrow);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(place + ": " + e.getMessage());
        }
    }

    /** What a page breaks in a selector breaks that selector alone. */
    List<Found> in(Part part, PageReading reading) {
        try {
            List<Found> found = finder.find(part, reading);
            reading.found(index, found.size());
            return found;
        } catch (Budget.SpentException e) {
            throw e;
        } catch (UnreadableException e) {
            reading.unfit(index, new Problem(place, 0, e.getMessage(), false));
        } catch (RuntimeException | StackOverflowError e) {
            reading.unfit(
                    index,
                    new Problem(place, 0, "fails on this page: " + e.getClass().getSimpleName(), false));
        }
        return List.of();
    }

    /** @return the text that is wanted of what was found; empty where there is none */
    String text(Found found, PageReading reading) {
        String text = WhiteSpace.trim(reading.budget().scan(found.text()));
        if (narrow.isEmpty() || text.isEmpty()) {
            return text;
        }
        Matcher matcher = narrow.get().matcher(text);
        return matcher.find() ? WhiteSpace.trim(Finder.Regex.matched(matcher).orElse("")) : "";
    }

    private static String written(Selector selector) {
        String kind = selector.kind() == Selector.Kind.LANGUAGE
                ? selector.language()
                : selector.kind().name().toLowerCase(Locale.ROOT);
        String take =
                switch (selector.take()) {
                    case TEXT -> "";
                    case HTML -> " html";
                    case ATTRIBUTE -> " attr " + selector.attribute();
                };
        String narrowed = selector.pattern().isEmpty() ? "" : " regex " + selector.pattern();
        return (kind + " " + selector.expression()).strip() + take + narrowed;
    }
}
