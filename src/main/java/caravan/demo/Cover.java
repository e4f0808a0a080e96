package caravan.demo;

import static caravan.demo.Markup.escape;

import java.util.ArrayList;
import java.util.List;

/** Draws the cover of a book as SVG: its title on a colour of its own. */
final class Cover {
    private static final String IMAGE = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 300" width="200" height="300">
            <rect width="200" height="300" rx="6" fill="hsl(%1$s 38%% 34%%)"/>
            <rect x="12" y="12" width="176" height="276" fill="none" stroke="hsl(%1$s 45%% 78%%)" stroke-width="2"/>
            <g fill="#fff" font-family="Georgia, serif" text-anchor="middle">
            <text font-size="20">%2$s</text>
            <text x="100" y="268" font-size="11">%3$s</text>
            </g>
            </svg>
            """;
    /** Degrees from book to book. On a shelf ids are eight apart: that is 136 degrees, so neighbours look unlike. */
    private static final int HUE_STEP = 62;

    private static final int FULL_CIRCLE = 360;
    private static final int LINE_UNITS = 13;
    private static final int FIRST_BASELINE = 70;
    private static final int LINE_HEIGHT = 27;
    private static final int FIRST_IDEOGRAPH = 0x2E80;

    private Cover() {}

    static String of(Book book) {
        StringBuilder title = new StringBuilder();
        int baseline = FIRST_BASELINE;
        for (String line : lines(book.title())) {
            title.append("<tspan x=\"100\" y=\"%s\">%s</tspan>".formatted(baseline, escape(line)));
            baseline += LINE_HEIGHT;
        }
        return IMAGE.formatted(book.id() * HUE_STEP % FULL_CIRCLE, title, escape(book.author()));
    }

    /** Breaks at spaces, and between ideographs, which are two units wide. */
    private static List<String> lines(String title) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : title.split("(?<= )|(?<=[\\x{2E80}-\\x{FFFF}])")) {
            if (!line.isEmpty() && width(line) + width(word.strip()) > LINE_UNITS) {
                lines.add(line.strip());
                line = "";
            }
            line += word;
        }
        lines.add(line.strip());
        return lines;
    }

    private static int width(String text) {
        return text.chars().map(c -> c < FIRST_IDEOGRAPH ? 1 : 2).sum();
    }
}
