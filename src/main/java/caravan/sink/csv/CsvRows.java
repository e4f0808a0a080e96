package caravan.sink.csv;

import caravan.sink.Row;
import caravan.sink.RowBodies;
import caravan.sink.file.BatchFile;
import caravan.sink.file.FileSet;
import caravan.sink.file.RotatingFile;
import caravan.sink.file.RowFormat;
import caravan.sink.file.Tail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rows under a header. A file keeps the header it began with: rows with a column that is not in it begin another file,
 * which has the columns of the old one too. Thread-safe.
 */
final class CsvRows implements RowFormat {
    private static final int LONGEST_HEADER = 1 << 20;

    private final CsvText text;

    CsvRows(CsvText text) {
        this.text = text;
    }

    @Override
    public Tail tail() {
        return Tail.CSV_RECORDS;
    }

    @Override
    public FileSet.Addition prepare(Object body, RotatingFile target) throws IOException {
        List<Row> rows = RowBodies.rowsIn("csv", body);
        BatchFile file = target.current();
        if (rows.isEmpty()) {
            return new FileSet.Addition(file, new byte[0]);
        }
        List<String> header = headerOf(file);
        Set<String> needed = columns(rows);
        if (!header.containsAll(needed)) {
            header = wider(needed, header);
            file = file.length() == 0 ? file : target.rotate();
        }
        if (file.length() == 0) {
            file.append(CsvText.encode(List.of(header)));
        }
        return new FileSet.Addition(file, CsvText.encode(records(header, rows)));
    }

    private List<List<String>> records(Collection<String> header, List<Row> rows) {
        return rows.stream()
                .map(row ->
                        header.stream().map(name -> text.cell(row.get(name))).toList())
                .toList();
    }

    /** What tells rows apart comes first, then the fields as they were declared. */
    private static Set<String> columns(List<Row> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> row.keySet().stream()
                .filter(name -> !row.types().containsKey(name))
                .forEach(columns::add));
        rows.forEach(row -> columns.addAll(row.types().keySet()));
        return columns;
    }

    /** A header that has nothing in common with ours is somebody else's. */
    private static List<String> wider(Set<String> needed, List<String> header) {
        Set<String> all = new LinkedHashSet<>(needed);
        if (header.stream().anyMatch(needed::contains)) {
            all.addAll(header);
        }
        return new ArrayList<>(all);
    }

    private static List<String> headerOf(BatchFile file) throws IOException {
        for (int size = 4096; size <= LONGEST_HEADER; size *= 4) {
            ByteBuffer start = ByteBuffer.allocate((int) Math.min(size, file.length()));
            file.read(start, 0);
            String text = new String(start.array(), 0, start.position(), StandardCharsets.UTF_8);
            int end = endOfRecord(text);
            if (end > 0 || start.capacity() < size) {
                return CsvText.firstRecord(text.substring(0, end));
            }
        }
        return List.of();
    }

    private static int endOfRecord(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == '"';
            if (text.charAt(i) == '\n' && !quoted) {
                return i + 1;
            }
        }
        return 0;
    }
}
