package caravan.sink.sql;

import caravan.sink.Row;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A row as it goes into its table.
 *
 * @param rowKey that tells it from others, for people
 * @param id     the same, as the table has it
 * @param values for the columns in order; null for none
 * @param lost   for each value that its column cannot hold, a text that says so
 */
record Line(String rowKey, String id, List<Object> values, List<String> lost) {
    private static final int BYTES_OF_NO_TEXT = 32;

    static Line of(Row row, TableLayout layout, Cells cells) {
        List<Object> values = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        for (Column column : layout.columns()) {
            Optional<Object> value = Optional.ofNullable(TableLayout.value(row, column.field()));
            Optional<Object> cell = value.flatMap(each -> cells.of(each, column.kind()));
            if (value.isPresent() && cell.isEmpty()) {
                lost.add("'" + column.field() + "' is out of the range of its column and left empty");
            }
            values.add(cell.orElse(null));
        }
        return new Line(row.key(), NameRule.hash(row.key()), Collections.unmodifiableList(values), List.copyOf(lost));
    }

    long bytes() {
        return values.stream()
                .mapToLong(value -> value instanceof String text ? CleanText.bytes(text) : BYTES_OF_NO_TEXT)
                .sum();
    }

    /** Puts the key and the values into the places of a {@link TableLayout#upsert}. */
    void bind(PreparedStatement statement, List<Column> columns) throws SQLException {
        statement.setString(1, id);
        for (int i = 0; i < values.size(); i++) {
            bind(statement, i + 2, columns.get(i).kind(), values.get(i));
        }
    }

    private static void bind(PreparedStatement statement, int place, ColumnKind kind, Object value)
            throws SQLException {
        if (value == null) {
            statement.setNull(place, kind.jdbcType());
        } else if (kind == ColumnKind.JSON) {
            statement.setObject(place, value, kind.jdbcType());
        } else if (value instanceof String text) {
            statement.setString(place, text);
        } else if (value instanceof BigDecimal number) {
            statement.setBigDecimal(place, number);
        } else {
            statement.setObject(place, value);
        }
    }
}
