package caravan.app.client;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of text with aligned columns, for people. For one thread. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
        rows.add(this.columns.stream().map(Column::title).toList());
    }

    /** A column, and the side its cells stand at. */
    public record Column(String title, boolean right) {
        public static Column left(String title) {
            return new Column(title, false);
        }

        /** For figures. */
        public static Column right(String title) {
            return new Column(title, true);
        }
    }

    /**
     * @param cells one for each column; an empty one is shown as a hyphen
     */
    public void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells).stream()
                .map(Printable::line)
                .map(cell -> cell.isEmpty() ? "-" : cell)
                .toList());
    }

    /** @return a line with the titles and one for each row, all ended */
    public String text() {
        int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(i == 0 ? "" : GAP).append(pad(row.get(i), widths[i], columns.get(i)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> TextWidth.of(row.get(column)))
                .max()
                .orElse(0);
    }

    private static String pad(String cell, int width, Column column) {
        String space = " ".repeat(width - TextWidth.of(cell));
        return column.right() ? space + cell : cell + space;
    }
}
