package caravan.sink.file;

import caravan.sink.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * Where the rows of a table go: one file for all, or one for each where {@code {table}} stands in the path. Immutable.
 *
 * @param text path, relative to where the process was started or absolute
 */
record TablePath(String text) {
    private static final String TABLE = "{table}";
    private static final Pattern UNFIT = Pattern.compile("[^\\p{L}\\p{N}._-]");
    /** A name may have 255 bytes, and some are needed for what rotation adds. */
    private static final int MAX_BYTES = 180;

    boolean isOneFile() {
        return !text.contains(TABLE);
    }

    /** The file, where it is one for all. */
    Path file() {
        return Path.of(text);
    }

    /** Splits rows up over their files; the order is kept. */
    Map<Path, List<Row>> divide(List<Row> rows) {
        return rows.stream()
                .collect(Collectors.groupingBy(row -> of(row.table()), LinkedHashMap::new, Collectors.toList()));
    }

    private Path of(String table) {
        return Path.of(text.replace(TABLE, shortened(UNFIT.matcher(table).replaceAll("_"))));
    }

    /** Names that were cut are told apart by a checksum. */
    private static String shortened(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_BYTES) {
            return name;
        }
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        StringBuilder cut = new StringBuilder();
        name.codePoints().takeWhile(each -> utf8Length(cut) <= MAX_BYTES - 16).forEach(cut::appendCodePoint);
        return cut + String.format("-%08x", checksum.getValue());
    }

    private static int utf8Length(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
