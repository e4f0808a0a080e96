package caravan.extract;

import caravan.task.Selector;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jsoup.nodes.Element;
import org.jsoup.select.CombiningEvaluator;
import org.jsoup.select.Evaluator;

/** A compiled selector. Thread-safe. */
interface Finder {

    /**
     * @return in the order of the page
     * @throws UnreadableException where it cannot look in this kind of page at all
     */
    List<Found> find(Part part, PageReading reading) throws UnreadableException;

    /** @throws IllegalArgumentException saying what is wrong with the expression */
    static Finder of(Selector selector) {
        return of(selector, Taking.by(selector));
    }

    /** For links: a selector that says no more takes where an element leads to. */
    static Finder ofLinks(Selector selector) {
        boolean bare = selector.take() == Selector.Take.TEXT;
        return of(selector, bare ? Taking.LINK : Taking.by(selector));
    }

    private static Finder of(Selector selector, Taking taking) {
        String expression = selector.expression();
        return switch (selector.kind()) {
            case PAGE -> (part, reading) -> List.of(new Found.Piece(part.text()));
            case CSS -> new Css(css(expression), taking);
            case XPATH -> new XPathFinder(expression, taking);
            case JSON -> new JsonFinder(expression);
            case REGEX -> new Regex(Pattern.compile(expression));
            case CONST -> (part, reading) -> List.of(new Found.Piece(expression));
            case CARRY -> (part, reading) -> values(reading.request().carry().get(expression));
            case URL ->
                (part, reading) -> List.of(new Found.Piece(reading.page().url()));
            case HEADER -> (part, reading) -> header(reading, expression);
            case LANGUAGE -> new Foreign(selector.language(), expression);
        };
    }

    static UnreadableException unfit(String kind, Part part) {
        return new UnreadableException(kind + " cannot look in " + part.kind());
    }

    private static Evaluator css(String expression) {
        try {
            return org.jsoup.select.Selector.evaluatorOf(expression);
        } catch (RuntimeException e) { // of many kinds, as its parser takes its input for granted
            throw new IllegalArgumentException("'" + expression + "' is not a CSS selector: " + e.getMessage());
        }
    }

    private static List<Found> header(PageReading reading, String name) {
        return reading.headers(name).stream().<Found>map(Found.Piece::new).toList();
    }

    /** @param result null for nothing */
    private static List<Found> values(Object result) {
        Optional<Object> given = Optional.ofNullable(result);
        Collection<Object> each = given.map(Values::each).orElse(List.of());
        return each.stream()
                .flatMap(value -> Optional.ofNullable(value).stream())
                .limit(ExtractLimits.MAX_FOUND)
                .<Found>map(Found.Value::new)
                .toList();
    }

    /** CSS as jsoup has it; patterns in it are matched in linear time, as it uses RE2/J where that is there. */
    record Css(Evaluator evaluator, Taking taking) implements Finder {
        @Override
        public List<Found> find(Part part, PageReading reading) throws UnreadableException {
            if (!(part instanceof Part.Markup markup)) {
                throw unfit("css", part);
            }
            CombiningEvaluator.And timed = new CombiningEvaluator.And(List.of(new Clock(reading.budget()), evaluator));
            return markup.element().select(timed).stream()
                    .<Found>map(element -> new Found.Node(markup, element, taking))
                    .toList();
        }
    }

    /** Matches everything, until the time is over. */
    final class Clock extends Evaluator {
        private final Budget budget;

        Clock(Budget budget) {
            this.budget = budget;
        }

        @Override
        public boolean matches(Element root, Element element) {
            budget.tick();
            return true;
        }

        /** Comes before all others. */
        @Override
        protected int cost() {
            return -1;
        }
    }

    /** Each match: its first group where there is one. */
    record Regex(Pattern pattern) implements Finder {
        @Override
        public List<Found> find(Part part, PageReading reading) {
            String text = part.text();
            reading.budget().scan(text);
            List<Found> found = new ArrayList<>();
            Matcher matcher = pattern.matcher(text);
            while (found.size() < ExtractLimits.MAX_FOUND && matcher.find()) {
                matched(matcher).ifPresent(match -> found.add(new Found.Piece(match)));
            }
            return found;
        }

        /** @return empty where the group has no part in the match */
        static Optional<String> matched(Matcher matcher) {
            return Optional.ofNullable(matcher.group(Math.min(1, matcher.groupCount())));
        }
    }

    /** An expression of a language that others understand. */
    record Foreign(String language, String expression) implements Finder {
        @Override
        public List<Found> find(Part part, PageReading reading) throws UnreadableException {
            String source = part.source();
            reading.budget().scan(source);
            try {
                return values(reading.evaluate(language, expression, source));
            } catch (IllegalArgumentException e) {
                throw new UnreadableException(language + ": " + e.getMessage());
            }
        }
    }
}
