package caravan.extract;

import java.math.BigDecimal;

/**
 * Finds the first number in a text: {@code £51.77}, {@code 1,234.50}, {@code 12 元}, full-width digits. Strict where
 * marks stand as no number has them, because {@code 12,5} is twelve and a half to some and nothing to others.
 * Immutable.
 */
final class NumberText {
    /** More than a column of any database holds; and reading them takes the square of their number. */
    private static final int MAX_DIGITS = 100;

    private static final String APART = "'\u2019\u00A0\u202F\u2009";

    private final char decimal;
    private final char grouping;

    /** @param decimal full stop or comma; the other one groups, as do apostrophes and no-break spaces */
    NumberText(char decimal) {
        this.decimal = decimal;
        this.grouping = decimal == ',' ? '.' : ',';
    }

    BigDecimal read(String text) throws UnreadableException {
        int start = 0;
        while (start < text.length() && digit(text, start) < 0) {
            start++;
        }
        StringBuilder digits = new StringBuilder(isNegative(text, start) ? "-" : "");
        int at = isMark(text, start - 1, decimal) && !isWord(text, start - 2) ? start - 1 : whole(text, start, digits);
        if (at >= 0 && isMark(text, at, decimal) && digit(text, at + 1) >= 0) {
            digits.append('.');
            at = run(text, at + 1, digits);
        }
        boolean goesOn = (isMark(text, at, decimal) || isMark(text, at, grouping)) && digit(text, at + 1) >= 0;
        if (start == text.length() || at < 0 || goesOn || digits.length() > MAX_DIGITS) {
            throw new UnreadableException(UnreadableException.quote(text) + " is not a number");
        }
        return new BigDecimal(digits.toString());
    }

    long readWhole(String text) throws UnreadableException {
        try {
            return read(text).longValueExact();
        } catch (ArithmeticException e) {
            throw new UnreadableException(UnreadableException.quote(text) + " is not a whole number of 64 bits");
        }
    }

    /** Digits in groups: none, or first up to three, then two or three each, the last three. @return -1 otherwise */
    private int whole(String text, int start, StringBuilder digits) {
        int at = run(text, start, digits);
        int length = at - start;
        boolean grouped = false;
        while (isGrouping(text, at) && digit(text, at + 1) >= 0) {
            if (length > 3 || grouped && length < 2) {
                return -1;
            }
            grouped = true;
            int next = run(text, at + 1, digits);
            length = next - at - 1;
            at = next;
        }
        return grouped && length != 3 ? -1 : at;
    }

    private static int run(String text, int start, StringBuilder digits) {
        int at = start;
        while (digit(text, at) >= 0) {
            if (digits.length() <= MAX_DIGITS) {
                digits.append((char) ('0' + digit(text, at)));
            }
            at++;
        }
        return at;
    }

    /** A space groups three digits and no more where the comma is decimal, as in {@code 1 234,50}. */
    private boolean isGrouping(String text, int at) {
        if (at < text.length() && text.charAt(at) == ' ') {
            return decimal == ',' && digit(text, at + 3) >= 0 && digit(text, at + 2) >= 0 && digit(text, at + 4) < 0;
        }
        return isMark(text, at, grouping) || at < text.length() && APART.indexOf(text.charAt(at)) >= 0;
    }

    /** A minus sign right before the number, or before its currency sign; not the hyphen of {@code A-4}. */
    private boolean isNegative(String text, int start) {
        int at = start - 1;
        at = isMark(text, at, decimal) ? at - 1 : at;
        while (at >= 0 && (Character.getType(text.charAt(at)) == Character.CURRENCY_SYMBOL || text.charAt(at) == ' ')) {
            at--;
        }
        boolean apart = at >= 0 && at < start - 1 && text.charAt(at + 1) == ' ';
        return !apart && at >= 0 && "-\u2212\uFF0D".indexOf(text.charAt(at)) >= 0 && !isWord(text, at - 1);
    }

    private static boolean isWord(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }

    private static boolean isMark(String text, int at, char mark) {
        if (at < 0 || at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        return c == mark || mark == '.' && c == '\uFF0E' || mark == ',' && c == '\uFF0C';
    }

    /** @return the digit of any script; -1 where there is none */
    private static int digit(String text, int at) {
        return at >= 0 && at < text.length() ? Character.digit(text.charAt(at), 10) : -1;
    }
}
