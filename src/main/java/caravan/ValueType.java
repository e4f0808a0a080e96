package caravan;

/** What kind of value a field of an item holds, so that a sink can choose a column for it. */
public enum ValueType {
    /** {@link String} */
    TEXT,
    /** {@link Long} */
    INTEGER,
    /** {@link java.math.BigDecimal} */
    NUMBER,
    /** {@link Boolean} */
    BOOLEAN,
    /** {@link java.time.LocalDate} */
    DATE,
    /** {@link java.time.Instant} */
    TIMESTAMP,
    /** {@link java.util.List} of the values above, or of lists and maps as JSON has them */
    LIST
}
