package caravan.task;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How deep an expression is nested and how large a pattern becomes, before a parser goes down a level of the stack for
 * each bracket, and makes a thousand copies for <code>{1000}</code>. Roughly counted, and never too low by much.
 */
final class Nesting {
    private static final int DEEPEST = 50;
    private static final long LARGEST = 20_000;

    private final String text;
    private final Deque<Long> outer = new ArrayDeque<>();
    private long sum;
    private long last;

    private Nesting(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when brackets of any kind are nested too deep */
    static void requireShallow(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if (c == ')' || c == ']' || c == '}') {
                depth = Math.max(0, depth - 1);
            }
            if (depth > DEEPEST) {
                throw new IllegalArgumentException("has brackets nested more than " + DEEPEST + " deep");
            }
        }
    }

    /** @throws IllegalArgumentException when repetitions such as <code>(a{1000}){1000}</code> make too much of it */
    static void requireSmall(String pattern) {
        if (new Nesting(pattern).size() > LARGEST) {
            throw new IllegalArgumentException(
                    "has repetitions that come to more than " + LARGEST + " steps; expected smaller counts");
        }
    }

    private long size() {
        int i = 0;
        while (i < text.length() && sum <= LARGEST) {
            i = next(i);
        }
        while (!outer.isEmpty()) {
            sum += outer.pop();
        }
        return sum;
    }

    /** Takes what begins at {@code i} into account, and gives the place behind it. */
    private int next(int i) {
        switch (text.charAt(i)) {
            case '(' -> {
                outer.push(sum);
                sum = 0;
            }
            case ')' -> {
                last = sum;
                sum += outer.isEmpty() ? 0 : outer.pop();
            }
            case '{' -> sum += last * (countAt(i) - 1);
            case '[' -> {
                atom();
                return Math.max(i + 1, text.indexOf(']', i + 2) + 1);
            }
            case '\\' -> {
                atom();
                return i + 2;
            }
            default -> atom();
        }
        return i + 1;
    }

    private void atom() {
        last = 1;
        sum++;
    }

    /** The larger one of <code>{2,5}</code>. */
    private long countAt(int start) {
        int end = text.indexOf('}', start);
        String counts = end < 0 ? "" : text.substring(start + 1, end);
        if (!counts.matches("\\d{1,4}(,\\d{0,4})?")) {
            return 1;
        }
        String[] parts = counts.split(",");
        return Math.max(1, Long.parseLong(parts[parts.length - 1]));
    }
}
