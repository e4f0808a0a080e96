package caravan.sink.sql;

import caravan.CaravanException;
import caravan.ValueType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a table and its columns where they are missing. Another process may do the same at any time: whoever is refused
 * because something is there already takes what is there. Used once, by one thread, on a connection that commits by
 * itself.
 */
final class TableKeeper {
    private final Connection connection;
    private final Dialect dialect;
    private final String table;
    private Map<String, Present> present = Map.of();

    /**
     * A column that is there.
     *
     * @param type the database's own name of it
     */
    private record Present(String name, ColumnKind kind, String type) {}

    /** @param table its name as far as we are concerned; the database may get another, see {@link NameRule} */
    TableKeeper(Connection connection, Dialect dialect, String table) {
        this.connection = connection;
        this.dialect = dialect;
        this.table = dialect.tableNames().fit(table);
    }

    /**
     * @param fields what the table is to hold
     * @throws CaravanException INVALID where a column is there that cannot hold its field
     */
    TableLayout layout(Map<String, ValueType> fields) throws SQLException {
        if (!look()) {
            create(fields);
        }
        if (!present.containsKey(Dialect.KEY)) {
            throw CaravanException.invalid("table '" + table + "' has no column '" + Dialect.KEY
                    + "', so it is not one of Caravan's; rename it, or the task or rule that is called like it");
        }
        List<Column> columns = new ArrayList<>();
        for (Map.Entry<String, ValueType> field : fields.entrySet()) {
            columns.add(column(field.getKey(), field.getValue()));
        }
        return TableLayout.of(dialect, table, columns);
    }

    private void create(Map<String, ValueType> fields) throws SQLException {
        try {
            execute(dialect.createTable(table, fields));
        } catch (SQLException e) {
            if (SqlFailure.isDuplicateColumn(e)) {
                create(Map.of()); // columns come one by one where the database takes some for the same
            } else if (!look()) {
                throw e;
            }
        }
        look();
    }

    private Column column(String field, ValueType type) throws SQLException {
        if (find(field).isEmpty()) {
            add(field, type);
        }
        Present found = find(field)
                .orElseThrow(() -> new SQLException("column '" + field + "' of table '" + table + "' has gone again"));
        if (!found.kind().takes(type)) {
            throw CaravanException.invalid("column '" + found.name() + "' of table '" + table + "' is "
                    + found.type().toLowerCase(Locale.ROOT) + " and cannot hold "
                    + type.name().toLowerCase(Locale.ROOT)
                    + "; change the column to a text type, or give the field another name");
        }
        return new Column(field, type, found.name(), found.kind());
    }

    /** A database may hold two names for the same, as {@code Title} and {@code title}: then the later is marked. */
    private Optional<Present> find(String field) {
        return Optional.ofNullable(present.get(dialect.columnNames().fit(field)))
                .or(() -> Optional.ofNullable(present.get(dialect.columnNames().marked(field))));
    }

    private void add(String field, ValueType type) throws SQLException {
        Optional<SQLException> refused = tryToAdd(dialect.columnNames().fit(field), type);
        if (find(field).isEmpty()
                && refused.filter(SqlFailure::isDuplicateColumn).isPresent()) {
            refused = tryToAdd(dialect.columnNames().marked(field), type);
        }
        if (find(field).isEmpty() && refused.isPresent()) {
            throw refused.get();
        }
    }

    private Optional<SQLException> tryToAdd(String column, ValueType type) throws SQLException {
        try {
            execute(dialect.addColumn(table, column, type));
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(e);
        } finally {
            look();
        }
    }

    /** Reads which columns there are. @return false where there is no table */
    private boolean look() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(dialect.noRows(table))) {
            ResultSetMetaData columns = none.getMetaData();
            Map<String, Present> found = new HashMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                String type = columns.getColumnTypeName(i);
                String name = columns.getColumnName(i);
                found.put(name, new Present(name, ColumnKind.of(columns.getColumnType(i), type), type));
            }
            present = found;
            return true;
        } catch (SQLException e) {
            if (SqlFailure.isNoSuchTable(e)) {
                return false;
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
