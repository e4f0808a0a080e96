package caravan.sink.sql;

import caravan.ValueType;
import caravan.crawl.Item;
import caravan.sink.Row;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** A database with a sink, what is put into it, and what is found in it. */
final class TableFixture implements AutoCloseable {
    static final Instant FETCHED = Instant.parse("2026-01-02T03:04:05.123456Z");

    private final Databases databases;
    private final DataSource source;
    private final Dialect dialect;

    TableFixture(DatabaseSettings settings) throws SQLException {
        databases = new Databases(List.of(settings));
        Map<String, Object> beans = new HashMap<>();
        databases.addTo(beans);
        source = (DataSource) beans.get(settings.name());
        try (Connection connection = source.getConnection()) {
            dialect = Dialect.of(connection);
        }
    }

    TableSink newSink() {
        return new TableSink("main", source);
    }

    DataSource source() {
        return source;
    }

    String quote(String name) {
        return dialect.quote(name);
    }

    /** The name that the database knows a table by. */
    String table(String name) {
        return dialect.tableNames().fit(name);
    }

    /** The name that the database knows a column by. */
    String columnOf(String field) {
        return dialect.columnNames().fit(field);
    }

    /** @param fields name, type and value in turn; a null value is one that the page does not have */
    static Row row(String definition, String url, Object... fields) {
        return rowAt(0, definition, url, fields);
    }

    static Row rowAt(int position, String definition, String url, Object... fields) {
        Map<String, ValueType> types = new LinkedHashMap<>();
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 3) {
            types.put((String) fields[i], (ValueType) fields[i + 1]);
            if (fields[i + 2] != null) {
                values.put((String) fields[i], fields[i + 2]);
            }
        }
        return Row.of(new Item(definition, definition, "item", url, FETCHED, position, types, values));
    }

    /** The values of one column, in the order of positions and URLs. */
    List<Object> column(String table, String column) throws SQLException {
        return query("SELECT " + quote(column) + " FROM " + quote(table) + " ORDER BY " + quote("_position") + ", "
                + quote("_id"));
    }

    long count(String table) throws SQLException {
        return ((Number) query("SELECT COUNT(*) FROM " + quote(table)).get(0)).longValue();
    }

    List<String> columns(String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery(dialect.noRows(table))) {
            List<String> names = new ArrayList<>();
            for (int i = 1; i <= none.getMetaData().getColumnCount(); i++) {
                names.add(none.getMetaData().getColumnName(i));
            }
            return names;
        }
    }

    /** The first column of a query; large texts as text. */
    List<Object> query(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<Object> values = new ArrayList<>();
            while (rows.next()) {
                Object value = rows.getObject(1);
                boolean isText = ColumnKind.of(
                                        rows.getMetaData().getColumnType(1),
                                        rows.getMetaData().getColumnTypeName(1))
                                == ColumnKind.TEXT
                        || value instanceof java.sql.Clob;
                values.add(isText ? rows.getString(1) : value);
            }
            return values;
        }
    }

    <T> T first(String table, String column, Class<T> type) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + quote(column) + " FROM " + quote(table))) {
            rows.next();
            return type == String.class ? type.cast(rows.getString(1)) : rows.getObject(1, type);
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        databases.close();
    }
}
