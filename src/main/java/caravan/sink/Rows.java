package caravan.sink;

import java.util.AbstractList;
import java.util.List;

/**
 * A batch of rows for one sink. As text it is JSON lines (https://jsonlines.org): one object a line, each with its line
 * feed. Unmodifiable and thread-safe.
 */
public final class Rows extends AbstractList<Row> {
    private final List<Row> rows;

    public Rows(List<Row> rows) {
        this.rows = List.copyOf(rows);
    }

    @Override
    public Row get(int index) {
        return rows.get(index);
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(row).append('\n'));
        return lines.toString();
    }
}
