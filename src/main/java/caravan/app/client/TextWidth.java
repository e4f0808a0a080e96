package caravan.app.client;

import java.util.stream.IntStream;

/** How many columns of a terminal a text takes: East Asian wide characters take two, combining marks none. */
final class TextWidth {
    /** First and last code points of the wide blocks (Unicode Standard Annex 11), coarsened to whole blocks. */
    private static final int[][] WIDE = {
        {0x1100, 0x115F}, // Hangul initial consonants
        {0x2E80, 0x303E}, // CJK radicals and punctuation
        {0x3041, 0x33FF}, // kana, bopomofo, compatibility letters
        {0x3400, 0x4DBF}, // CJK extension A
        {0x4E00, 0xA4CF}, // CJK, Yi
        {0xA960, 0xA97F}, // Hangul extension A
        {0xAC00, 0xD7A3}, // Hangul syllables
        {0xF900, 0xFAFF}, // CJK compatibility ideographs
        {0xFE30, 0xFE6F}, // CJK compatibility forms
        {0xFF00, 0xFF60}, // full-width letters
        {0xFFE0, 0xFFE6}, // full-width signs
        {0x16FE0, 0x18DFF}, // Tangut and Khitan
        {0x1AFF0, 0x1B2FF}, // kana supplements, Nushu
        {0x1F300, 0x1F64F}, // pictographs
        {0x1F900, 0x1F9FF}, // more pictographs
        {0x20000, 0x3FFFD}, // CJK extensions B and later
    };

    private TextWidth() {}

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    private static int of(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    private static boolean isWide(int codePoint) {
        return IntStream.range(0, WIDE.length)
                .anyMatch(block -> codePoint >= WIDE[block][0] && codePoint <= WIDE[block][1]);
    }
}
