package caravan.task;

import caravan.task.tree.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A URL with ranges of numbers: <code>{0..50..25}</code> stands for 0, 25 and 50, <code>{01..10}</code> for 01 to 10.
 * Several in one URL give every combination. Immutable.
 */
final class UrlRanges {
    private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})(?:\\.\\.(\\d{1,9}))?}");
    private static final Pattern MEANT = Pattern.compile("\\{[^{}]*\\.\\.[^{}]*}");

    private final List<String> texts = new ArrayList<>();
    private final List<Range> ranges = new ArrayList<>();

    private record Range(long from, long to, long step, int width) {
        Range {
            if (from > to || step < 1) {
                throw new IllegalArgumentException("range {" + from + ".." + to + ".." + step
                        + "} counts to nothing; expected {from..to..step} with from up to to, and a step of 1 or more");
            }
        }

        long count() {
            return (to - from) / step + 1;
        }

        String value(long index) {
            String digits = String.valueOf(from + index * step);
            return "0".repeat(Math.max(0, width - digits.length())) + digits;
        }
    }

    /**
     * @throws IllegalArgumentException for a range that is none
     */
    UrlRanges(String url) {
        MEANT.matcher(url)
                .results()
                .map(MatchResult::group)
                .filter(meant -> !RANGE.matcher(meant).matches())
                .forEach(meant -> {
                    throw new IllegalArgumentException(
                            Words.quoted(meant) + " is no range; expected {from..to} or {from..to..step}, in digits");
                });
        int end = 0;
        for (MatchResult found : RANGE.matcher(url).results().toList()) {
            texts.add(url.substring(end, found.start()));
            ranges.add(range(found));
            end = found.end();
        }
        texts.add(url.substring(end));
    }

    private static Range range(MatchResult found) {
        String from = found.group(1);
        long step = found.group(3) == null ? 1 : Long.parseLong(found.group(3));
        return new Range(
                Long.parseLong(from), Long.parseLong(found.group(2)), step, from.startsWith("0") ? from.length() : 0);
    }

    /** How many URLs it stands for; past {@code most} it is not counted further. */
    long count(long most) {
        long count = 1;
        for (Range range : ranges) {
            count *= range.count();
            if (count > most) {
                return count;
            }
        }
        return count;
    }

    /** All of them, the last range counting fastest. */
    List<String> expand() {
        List<String> urls = List.of(texts.get(0));
        for (int i = 0; i < ranges.size(); i++) {
            urls = appended(urls, ranges.get(i), texts.get(i + 1));
        }
        return urls;
    }

    private static List<String> appended(List<String> starts, Range range, String rest) {
        List<String> urls = new ArrayList<>();
        for (String start : starts) {
            for (long index = 0; index < range.count(); index++) {
                urls.add(start + range.value(index) + rest);
            }
        }
        return urls;
    }
}
