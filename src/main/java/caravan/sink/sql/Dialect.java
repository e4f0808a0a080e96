package caravan.sink.sql;

import caravan.CaravanException;
import caravan.ValueType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the databases have each their own words for. Names go into SQL text quoted, values never. */
enum Dialect {
    H2('"', new Names(256, NameRule.Measure.UNITS), new NumberRange(1000, 1000)) {
        @Override
        String type(ValueType type) {
            return switch (type) {
                case TEXT, LIST -> "CHARACTER LARGE OBJECT";
                case NUMBER -> "DECFLOAT";
                case TIMESTAMP -> "TIMESTAMP(6) WITH TIME ZONE";
                case INTEGER, BOOLEAN, DATE -> plainType(type);
            };
        }

        @Override
        String keyType() {
            return "CHAR(64)";
        }

        @Override
        String upsert(String table, List<String> columns) {
            return "MERGE INTO " + quote(table) + " (" + quoted(columns) + ") KEY (" + quote(KEY) + ") VALUES ("
                    + places(columns) + ")";
        }
    },

    POSTGRESQL('"', new Names(63, NameRule.Measure.BYTES), new NumberRange(1000, 1000)) {
        @Override
        String type(ValueType type) {
            return switch (type) {
                case TEXT -> "TEXT";
                case LIST -> "JSONB";
                case NUMBER -> "NUMERIC";
                case TIMESTAMP -> "TIMESTAMPTZ";
                case INTEGER, BOOLEAN, DATE -> plainType(type);
            };
        }

        @Override
        String keyType() {
            return "CHAR(64) COLLATE \"C\"";
        }

        @Override
        String upsert(String table, List<String> columns) {
            return insert(table, columns) + " ON CONFLICT (" + quote(KEY) + ") DO UPDATE SET "
                    + updates(columns, name -> "EXCLUDED." + name);
        }
    },

    /** MariaDB and MySQL. */
    MARIADB(
            '`',
            new Names(
                    new NameRule(64 * 15, NameRule.Measure.FILE, true), new NameRule(64, NameRule.Measure.UNITS, true)),
            new NumberRange(45, 20)) {
        @Override
        String type(ValueType type) {
            return switch (type) {
                case TEXT, LIST -> "LONGTEXT";
                case NUMBER -> "DECIMAL(65,20)";
                case TIMESTAMP -> "DATETIME(6)"; // their TIMESTAMP ends in 2038
                case INTEGER, BOOLEAN, DATE -> plainType(type);
            };
        }

        @Override
        String keyType() {
            return "CHAR(64) CHARACTER SET ascii COLLATE ascii_bin";
        }

        @Override
        String tableOptions() {
            return " CHARACTER SET utf8mb4";
        }

        @Override
        String upsert(String table, List<String> columns) {
            return insert(table, columns) + " ON DUPLICATE KEY UPDATE "
                    + updates(columns, name -> "VALUES(" + name + ")");
        }

        /** A longer packet costs the connection, and would again and again. */
        @Override
        long mostRowBytes(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet answer = statement.executeQuery("SELECT @@max_allowed_packet")) {
                answer.next();
                return answer.getLong(1) - PACKET_SPARE;
            }
        }
    };

    private record Names(NameRule ofTables, NameRule ofColumns) {
        Names(int most, NameRule.Measure measure) {
            this(new NameRule(most, measure, false), new NameRule(most, measure, false));
        }
    }

    /** The column that tells rows apart: a hash, because a URL is too long for a key. */
    static final String KEY = "_id";

    private static final int PACKET_SPARE = 64 << 10;
    private static final long MOST_ROW_BYTES = 128L << 20;

    private final char quote;
    private final Names names;
    private final NumberRange numbers;

    Dialect(char quote, Names names, NumberRange numbers) {
        this.quote = quote;
        this.names = names;
        this.numbers = numbers;
    }

    /** @throws CaravanException INVALID for a database that we have no words for */
    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> H2;
            case "PostgreSQL" -> POSTGRESQL;
            case "MariaDB", "MySQL" -> MARIADB;
            default ->
                throw CaravanException.invalid("table: writes to H2, PostgreSQL, MariaDB and MySQL, not to " + product
                        + "; write to it by a sql: endpoint");
        };
    }

    abstract String type(ValueType type);

    abstract String keyType();

    /** An insert that replaces the row of the same key, with a place for the value of each column. */
    abstract String upsert(String table, List<String> columns);

    String tableOptions() {
        return "";
    }

    /** How large a row may be, in bytes as it is sent. */
    long mostRowBytes(Connection connection) throws SQLException {
        return MOST_ROW_BYTES;
    }

    NameRule tableNames() {
        return names.ofTables();
    }

    NameRule columnNames() {
        return names.ofColumns();
    }

    NumberRange numbers() {
        return numbers;
    }

    String quote(String name) {
        String mark = String.valueOf(quote);
        return mark + name.replace(mark, mark + mark) + mark;
    }

    /** @param fields beside the key */
    String createTable(String table, Map<String, ValueType> fields) {
        String columns = fields.entrySet().stream()
                .map(field -> ", " + column(columnNames().fit(field.getKey()), field.getValue()))
                .collect(Collectors.joining());
        return "CREATE TABLE IF NOT EXISTS " + quote(table) + " (" + quote(KEY) + " " + keyType() + " PRIMARY KEY"
                + columns + ")" + tableOptions();
    }

    String addColumn(String table, String column, ValueType type) {
        return "ALTER TABLE " + quote(table) + " ADD COLUMN " + column(column, type);
    }

    private String column(String name, ValueType type) {
        return quote(name) + " " + type(type);
    }

    /** For a look at its columns. */
    String noRows(String table) {
        return "SELECT * FROM " + quote(table) + " WHERE 1 = 0";
    }

    static String plainType(ValueType type) {
        return type == ValueType.INTEGER ? "BIGINT" : type.name();
    }

    String insert(String table, List<String> columns) {
        return "INSERT INTO " + quote(table) + " (" + quoted(columns) + ") VALUES (" + places(columns) + ")";
    }

    String quoted(List<String> columns) {
        return columns.stream().map(this::quote).collect(Collectors.joining(", "));
    }

    static String places(List<String> columns) {
        return columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    }

    String updates(List<String> columns, java.util.function.UnaryOperator<String> fresh) {
        return columns.stream()
                .filter(column -> !column.equals(KEY))
                .map(this::quote)
                .map(name -> name + " = " + fresh.apply(name))
                .collect(Collectors.joining(", "));
    }
}
