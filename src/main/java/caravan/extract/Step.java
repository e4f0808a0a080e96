package caravan.extract;

import caravan.task.Transform;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/** A compiled transform. Thread-safe. */
interface Step {

    /**
     * @param value a value, or a list of such
     * @param place tells where a value of a list was left out, and limits what may come out
     * @return the same, never null
     * @throws UnreadableException where the value, or every one of a list, cannot be read
     */
    Object apply(Object value, Place place) throws UnreadableException;

    /** Where a value is transformed. */
    interface Place {
        /** A value of a list could not be read, and is left out. */
        void leftOut(String reason);

        PageReading reading();
    }

    /** A step that looks at one value. */
    interface One {
        Object of(Object value, PageReading reading) throws UnreadableException;
    }

    /** @throws IllegalArgumentException where it cannot be done at all */
    static Step of(Transform transform) {
        if (transform instanceof Transform.Split split) {
            return (value, place) -> split(value, split.separator());
        }
        if (transform instanceof Transform.Join join) {
            return (value, place) -> join(value, join.separator(), place.reading());
        }
        One one = one(transform);
        return (value, place) ->
                value instanceof List<?> list ? each(list, one, place) : one.of(value, place.reading());
    }

    private static One one(Transform transform) {
        if (transform instanceof Transform.Number number) {
            NumberText text = new NumberText(number.decimal());
            return (value, reading) -> text.read(Values.text(value));
        }
        if (transform instanceof Transform.Whole whole) {
            NumberText text = new NumberText(whole.decimal());
            return (value, reading) -> text.readWhole(Values.text(value));
        }
        if (transform instanceof Transform.Bool bool) {
            return (value, reading) ->
                    bool.words().contains(WhiteSpace.trim(Values.text(value)).toLowerCase(Locale.ROOT));
        }
        if (transform instanceof Transform.Date date) {
            DateText text = new DateText(date);
            return (value, reading) -> text.read(WhiteSpace.trim(Values.text(value)));
        }
        return ofText(transform);
    }

    private static One ofText(Transform transform) {
        if (transform instanceof Transform.Lower) {
            return (value, reading) -> Values.text(value).toLowerCase(Locale.ROOT);
        }
        if (transform instanceof Transform.Upper) {
            return (value, reading) -> Values.text(value).toUpperCase(Locale.ROOT);
        }
        if (transform instanceof Transform.AbsoluteUrl) {
            return (value, reading) -> url(Values.text(value), reading);
        }
        if (transform instanceof Transform.Template template) {
            return (value, reading) -> fill(template.text(), Values.text(value), reading);
        }
        return transform instanceof Transform.Replace replace
                ? replacing(replace)
                : (value, reading) -> WhiteSpace.trim(Values.text(value));
    }

    private static One replacing(Transform.Replace replace) {
        Pattern pattern = Pattern.compile(replace.pattern());
        Matcher group = java.util.regex.Pattern.compile("\\\\.|\\$(\\d?)").matcher(replace.with());
        while (group.find()) {
            boolean known = group.group(1) == null
                    || !group.group(1).isEmpty() && Integer.parseInt(group.group(1)) <= pattern.groupCount();
            if (!known) {
                throw new IllegalArgumentException("replacement '" + replace.with() + "' names no group of '"
                        + replace.pattern() + "'; a dollar sign itself is written \\$");
            }
        }
        return (value, reading) -> replaced(pattern.matcher(Values.text(value)), replace.with(), reading);
    }

    private static String replaced(com.google.re2j.Matcher matcher, String with, PageReading reading)
            throws UnreadableException {
        StringBuilder text = new StringBuilder();
        while (text.length() <= reading.budget().longest() && matcher.find()) {
            matcher.appendReplacement(text, with);
        }
        matcher.appendTail(text);
        return bounded(text.toString(), reading);
    }

    private static Object split(Object value, String separator) {
        List<Object> texts = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : List.of(value)) {
            for (String piece : Values.text(each).split(java.util.regex.Pattern.quote(separator))) {
                Optional.of(WhiteSpace.trim(piece))
                        .filter(text -> !text.isEmpty())
                        .ifPresent(texts::add);
            }
        }
        return texts;
    }

    private static String join(Object value, String separator, PageReading reading) throws UnreadableException {
        List<?> list = value instanceof List<?> several ? several : List.of(value);
        return bounded(list.stream().map(Values::text).collect(Collectors.joining(separator)), reading);
    }

    private static List<Object> each(List<?> list, One one, Place place) throws UnreadableException {
        List<Object> results = new ArrayList<>(list.size());
        for (Object value : list) {
            try {
                results.add(one.of(value, place.reading()));
            } catch (UnreadableException e) {
                if (list.size() == 1) {
                    throw e;
                }
                place.leftOut(e.getMessage());
            }
        }
        return results;
    }

    private static String url(String text, PageReading reading) throws UnreadableException {
        return reading.resolve(text)
                .orElseThrow(() ->
                        new UnreadableException(UnreadableException.quote(text) + " is not an http or https URL"));
    }

    private static String fill(String template, String value, PageReading reading) throws UnreadableException {
        return bounded(template.replace("{}", value), reading);
    }

    private static String bounded(String text, PageReading reading) throws UnreadableException {
        reading.budget().scan(text);
        if (text.length() > reading.budget().longest()) {
            throw new UnreadableException("the text grows longer than the page");
        }
        return text;
    }
}
