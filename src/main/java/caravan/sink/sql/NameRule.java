package caravan.sink.sql;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * What a database takes as the name of a table or column. Other names are cut, and told apart by a hash of the whole.
 *
 * @param most    the name's measure at most
 * @param measure how long a name is
 * @param basic   whether only characters of Unicode's basic plane are taken
 */
record NameRule(int most, Measure measure, boolean basic) {
    private static final int HASH_DIGITS = 16;
    private static final Pattern MARKED = Pattern.compile("_[0-9a-f]{" + HASH_DIGITS + "}$");

    /** What counts as a name's length. */
    enum Measure {
        /** UTF-16 units. */
        UNITS {
            @Override
            int of(int letter) {
                return Character.charCount(letter);
            }
        },
        /** Bytes of UTF-8. */
        BYTES {
            @Override
            int of(int letter) {
                return Character.toString(letter).getBytes(StandardCharsets.UTF_8).length;
            }
        },
        /**
         * Of the 64 letters that a table of MariaDB may have, each is 15; but what its file's name has as five bytes is
         * 20, so that there are 240 of them at most and the file system takes it.
         */
        FILE {
            @Override
            int of(int letter) {
                return letter == '_' || letter < 0x80 && Character.isLetterOrDigit(letter) ? 15 : 20;
            }
        };

        abstract int of(int letter);

        private int of(String name) {
            return name.codePoints().map(this::of).sum();
        }
    }

    /** The name itself wherever that is possible; always the same for the same name, and never for two. */
    String fit(String name) {
        boolean fits = allowed(name).equals(name)
                && measure.of(name) <= most
                && !MARKED.matcher(name).find(); // else it could be one that was marked
        return fits ? name : marked(name);
    }

    /**
     * The name with a hash at its end, for where the name itself is taken by one that the database holds for the
     * same.
     */
    String marked(String name) {
        String mark = "_" + hash(name).substring(0, HASH_DIGITS);
        StringBuilder cut = new StringBuilder();
        int length = measure.of(mark);
        for (int letter : allowed(name).codePoints().toArray()) {
            length += measure.of(letter);
            if (length > most) {
                break;
            }
            cut.appendCodePoint(letter);
        }
        return cut + mark;
    }

    /** @return SHA-256 of the text in UTF-8, as 64 hexadecimal digits */
    static String hash(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
    }

    private String allowed(String name) {
        return basic ? name.replaceAll("[\\x{10000}-\\x{10FFFF}]", "_") : name;
    }
}
