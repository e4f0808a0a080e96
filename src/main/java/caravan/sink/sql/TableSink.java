package caravan.sink.sql;

import caravan.CaravanException;
import caravan.ValueType;
import caravan.sink.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores rows in tables of a database, one for each kind of row. Tables and columns are made when the first row comes
 * that needs them, and never removed. A batch is stored whole or not at all, and storing it again changes nothing: a
 * row of the same key is replaced. Thread-safe.
 */
public final class TableSink {
    private static final Logger LOG = LoggerFactory.getLogger(TableSink.class);

    /** More kinds than that are looked up anew. */
    private static final int MOST_SHAPES = 1000;

    private static final int MOST_TOLD = 20;

    private final String name;
    private final DataSource dataSource;
    private final Map<Shape, TableLayout> layouts = new ConcurrentHashMap<>();
    private final AtomicReference<String> problem = new AtomicReference<>("");
    private final AtomicLong refused = new AtomicLong();

    /** Rows of one table that have the same fields. */
    private record Shape(String table, Map<String, ValueType> types) {}

    /** @param name of the database, for people */
    public TableSink(String name, DataSource dataSource) {
        this.name = name;
        this.dataSource = dataSource;
    }

    /**
     * Stores all rows, but for those that the database will never take: they are logged and counted. Of several rows
     * with one key the last is stored.
     *
     * @throws CaravanException UNAVAILABLE where the database cannot be reached or cannot store, INVALID where a table
     *     is not as the rows need it; nothing is stored then, and the same rows may be given again
     */
    public void write(Collection<Row> rows) {
        try (Connection connection = dataSource.getConnection()) {
            write(connection, rows);
            problem.set("");
        } catch (SQLException e) {
            throw failed(new CaravanException(CaravanException.Kind.UNAVAILABLE, text(SqlFailure.reason(e)), e));
        } catch (AssertionError e) { // PostgreSQL's driver, where its connection ends at the wrong moment
            throw failed(new CaravanException(CaravanException.Kind.UNAVAILABLE, text("the connection broke"), e));
        } catch (CaravanException e) {
            throw failed(new CaravanException(e.kind(), text(e.getMessage()), e));
        }
    }

    private String text(String reason) {
        return "cannot write to database '" + name + "': " + reason;
    }

    private CaravanException failed(CaravanException e) {
        layouts.clear(); // whoever repairs the database may have changed its tables
        problem.set(e.getMessage());
        return e;
    }

    /** @return why the last batch could not be stored; empty when it could */
    public String problem() {
        return problem.get();
    }

    /** How many rows were left out because the database will never take them. */
    public long refused() {
        return refused.get();
    }

    private void write(Connection connection, Collection<Row> rows) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        Map<TableLayout, List<Line>> lines = lines(connection, dialect, rows);
        BatchWriter writer = new BatchWriter(connection, dialect.mostRowBytes(connection));
        connection.setAutoCommit(false);
        try {
            for (Map.Entry<TableLayout, List<Line>> each : lines.entrySet()) {
                writer.write(each.getKey(), each.getValue());
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
        tell(writer.refused(), lines.values());
    }

    private static void rollBack(Connection connection, Exception told) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            told.addSuppressed(e);
        }
    }

    /** The lines of each table, always in the same order: so two transactions never wait for each other. */
    private Map<TableLayout, List<Line>> lines(Connection connection, Dialect dialect, Collection<Row> rows)
            throws SQLException {
        Map<String, Row> last = new LinkedHashMap<>();
        rows.forEach(row -> last.put(row.table() + " " + row.key(), row));
        Map<TableLayout, List<Line>> lines = new LinkedHashMap<>();
        Cells cells = new Cells(dialect.numbers());
        for (Row row :
                last.values().stream().sorted(Comparator.comparing(Row::table)).toList()) {
            TableLayout layout = layout(connection, dialect, new Shape(row.table(), row.types()));
            lines.computeIfAbsent(layout, key -> new ArrayList<>()).add(Line.of(row, layout, cells));
        }
        lines.values().forEach(each -> each.sort(Comparator.comparing(Line::id)));
        return lines;
    }

    /** One at a time: H2 loses its way where two alter a table at once. */
    private synchronized TableLayout layout(Connection connection, Dialect dialect, Shape shape) throws SQLException {
        TableLayout known = layouts.get(shape);
        if (known == null) {
            if (layouts.size() >= MOST_SHAPES) {
                layouts.clear();
            }
            known = new TableKeeper(connection, dialect, shape.table()).layout(TableLayout.fields(shape.types()));
            layouts.put(shape, known);
        }
        return known;
    }

    private void tell(List<BatchWriter.Refused> leftOut, Collection<List<Line>> stored) {
        refused.addAndGet(leftOut.size());
        leftOut.stream()
                .limit(MOST_TOLD)
                .forEach(row -> LOG.warn(
                        "database {} does not take a row, which is left out: {}: {}",
                        name,
                        SqlFailure.printable(row.rowKey()),
                        row.reason()));
        if (leftOut.size() > MOST_TOLD) {
            LOG.warn("database {} does not take {} more rows of this batch", name, leftOut.size() - MOST_TOLD);
        }
        stored.stream()
                .flatMap(List::stream)
                .filter(line -> !line.lost().isEmpty())
                .limit(MOST_TOLD)
                .forEach(line -> LOG.warn(
                        "database {}: a row is stored in part: {}: {}",
                        name,
                        SqlFailure.printable(line.rowKey()),
                        String.join("; ", line.lost())));
    }
}
