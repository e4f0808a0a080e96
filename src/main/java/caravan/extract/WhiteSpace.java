package caravan.extract;

/** White space of all kinds, as pages use it: no-break and ideographic spaces, zero-width ones, control characters. */
final class WhiteSpace {
    private WhiteSpace() {}

    /** Takes it off both ends. */
    static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && is(text.charAt(start))) {
            start++;
        }
        while (end > start && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** One space for each run of it, none around. */
    static String fold(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (is(c)) {
                gap = true;
            } else {
                folded.append(gap && !folded.isEmpty() ? " " : "").append(c);
                gap = false;
            }
        }
        return folded.toString();
    }

    static boolean is(char c) {
        return c <= ' '
                || c > '~' && (Character.isSpaceChar(c) || Character.isISOControl(c) || c == 0x200B || c == 0xFEFF);
    }
}
