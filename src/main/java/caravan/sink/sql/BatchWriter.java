package caravan.sink.sql;

import caravan.CaravanException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores lines within a transaction that somebody else begins and commits. Lines that the database will never take are
 * left out: what failed with one of them is undone and stored in halves. For one thread and one transaction.
 */
final class BatchWriter {
    private static final int MOST_LINES = 1000;
    private static final long MOST_BYTES = 4L << 20;

    /** Where so many lines are refused and none is stored, it is rather the table that is wrong. */
    private static final int TOO_MANY_REFUSED = 10;

    private final Connection connection;
    private final long mostRowBytes;
    private final List<Refused> refused = new ArrayList<>();

    /** A line that is left out. */
    record Refused(String rowKey, String reason) {}

    BatchWriter(Connection connection, long mostRowBytes) {
        this.connection = connection;
        this.mostRowBytes = mostRowBytes;
    }

    /** Every line that was left out so far. */
    List<Refused> refused() {
        return List.copyOf(refused);
    }

    /**
     * @param lines of different keys
     * @throws CaravanException UNAVAILABLE where none of many lines is taken
     */
    void write(TableLayout layout, List<Line> lines) throws SQLException {
        int before = refused.size();
        List<Line> sendable = new ArrayList<>();
        for (Line line : lines) {
            if (line.bytes() <= mostRowBytes) {
                sendable.add(line);
            } else {
                refused.add(new Refused(
                        line.rowKey(),
                        "it is larger than the " + mostRowBytes + " bytes" + " that the database takes at once"));
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(layout.upsert())) {
            insert(statement, layout, sendable);
        }
        if (lines.size() >= TOO_MANY_REFUSED && refused.size() - before == lines.size()) {
            throw new CaravanException(
                    CaravanException.Kind.UNAVAILABLE,
                    "table '" + layout.table() + "' takes none of " + lines.size() + " rows: "
                            + refused.get(before).reason());
        }
    }

    private void insert(PreparedStatement statement, TableLayout layout, List<Line> lines) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try {
            execute(statement, layout, lines);
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (!SqlFailure.isOfData(e)) {
                throw e;
            }
            connection.rollback(before);
            statement.clearBatch();
            if (lines.size() == 1) {
                refused.add(new Refused(lines.get(0).rowKey(), SqlFailure.reason(e)));
            } else {
                insert(statement, layout, lines.subList(0, lines.size() / 2));
                insert(statement, layout, lines.subList(lines.size() / 2, lines.size()));
            }
        }
    }

    private static void execute(PreparedStatement statement, TableLayout layout, List<Line> lines) throws SQLException {
        int waiting = 0;
        long bytes = 0;
        for (Line line : lines) {
            if (waiting > 0 && (waiting == MOST_LINES || bytes + line.bytes() > MOST_BYTES)) {
                statement.executeBatch();
                waiting = 0;
                bytes = 0;
            }
            line.bind(statement, layout.columns());
            statement.addBatch();
            waiting++;
            bytes += line.bytes();
        }
        statement.executeBatch();
    }
}
