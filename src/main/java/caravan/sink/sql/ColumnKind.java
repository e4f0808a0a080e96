package caravan.sink.sql;

import caravan.ValueType;
import java.sql.Types;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a column holds, as far as it matters for how a value gets into it. */
enum ColumnKind {
    TEXT(Types.VARCHAR, EnumSet.allOf(ValueType.class)),
    INTEGER(Types.BIGINT, EnumSet.of(ValueType.INTEGER)),
    NUMBER(Types.NUMERIC, EnumSet.of(ValueType.NUMBER, ValueType.INTEGER)),
    BOOLEAN(Types.BOOLEAN, EnumSet.of(ValueType.BOOLEAN)),
    DATE(Types.DATE, EnumSet.of(ValueType.DATE)),
    /** A point in time. */
    INSTANT(Types.TIMESTAMP_WITH_TIMEZONE, EnumSet.of(ValueType.TIMESTAMP)),
    /** Date and time without a zone, which then are those of UTC. */
    DATE_TIME(Types.TIMESTAMP, EnumSet.of(ValueType.TIMESTAMP)),
    JSON(Types.OTHER, EnumSet.of(ValueType.LIST)),
    /** Nothing that we write. */
    OTHER(Types.OTHER, EnumSet.noneOf(ValueType.class));

    private final int jdbcType;
    private final Set<ValueType> takes;

    ColumnKind(int jdbcType, Set<ValueType> takes) {
        this.jdbcType = jdbcType;
        this.takes = takes;
    }

    /** One of {@link Types}, for a value of none. */
    int jdbcType() {
        return jdbcType;
    }

    boolean takes(ValueType type) {
        return takes.contains(type);
    }

    /**
     * @param jdbcType one of {@link Types}
     * @param typeName the database's own name of the type
     */
    static ColumnKind of(int jdbcType, String typeName) {
        return switch (jdbcType) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB, Types.NCHAR, Types.NVARCHAR, Types.NCLOB ->
                TEXT;
            case Types.BIGINT, Types.INTEGER, Types.SMALLINT, Types.TINYINT -> INTEGER;
            case Types.NUMERIC, Types.DECIMAL, Types.DOUBLE, Types.FLOAT, Types.REAL -> NUMBER;
            case Types.BOOLEAN, Types.BIT -> BOOLEAN;
            case Types.DATE -> DATE;
            case Types.TIMESTAMP_WITH_TIMEZONE -> INSTANT;
            case Types.TIMESTAMP -> typeName.equals("timestamptz") ? INSTANT : DATE_TIME;
            default -> typeName.toLowerCase(Locale.ROOT).matches("jsonb?") && jdbcType == Types.OTHER ? JSON : OTHER;
        };
    }
}
