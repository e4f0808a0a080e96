package caravan.sink.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a database takes as the name of a table or column. Other names are cut, and told apart by a hash of the whole.
 *
 * @param most     length at most
 * @param inBytes  whether the length is that in UTF-8, else it is in UTF-16 units
 * @param basic    whether only characters of Unicode's basic plane are taken
 */
record NameRule(int most, boolean inBytes, boolean basic) {
    private static final int HASH_DIGITS = 16;
    private static final Pattern MARKED = Pattern.compile("_[0-9a-f]{" + HASH_DIGITS + "}$");

    /** The name itself wherever that is possible; always the same for the same name, and never for two. */
    String fit(String name) {
        boolean fits = allowed(name).equals(name)
                && length(name) <= most
                && !MARKED.matcher(name).find(); // else it could be one that was marked
        return fits ? name : marked(name);
    }

    /** The name with a hash at its end, for where the name itself is taken by one that the database holds for the same. */
    String marked(String name) {
        String mark = "_" + hash(name).substring(0, HASH_DIGITS);
        StringBuilder cut = new StringBuilder();
        allowed(name)
                .codePoints()
                .takeWhile(letter -> length(cut + Character.toString(letter)) <= most - mark.length())
                .forEach(cut::appendCodePoint);
        return cut + mark;
    }

    /** @return SHA-256 of the text in UTF-8, as 64 hexadecimal digits */
    static String hash(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private String allowed(String name) {
        return basic ? name.replaceAll("[\\x{10000}-\\x{10FFFF}]", "_") : name;
    }

    private int length(String name) {
        return inBytes ? name.getBytes(StandardCharsets.UTF_8).length : name.length();
    }
}
