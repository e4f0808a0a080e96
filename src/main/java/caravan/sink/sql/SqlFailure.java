package caravan.sink.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What a database's refusal means. SQLSTATE: ISO/IEC 9075-2, and each database's manual. */
final class SqlFailure {
    /** Bad value, broken constraint, a row beyond the database's own limits: it will be refused again. */
    private static final Set<String> CLASSES_OF_DATA = Set.of("22", "23", "54");

    /** PostgreSQL's own; everybody else's. */
    private static final Set<String> DUPLICATE_COLUMN = Set.of("42701", "42S21");

    private static final Set<String> NO_SUCH_TABLE = Set.of("42P01", "42S02", "42S03", "42S04");
    private static final int MOST_SHOWN = 300;

    private SqlFailure() {}

    /** Whether the fault is in the row that was to be stored, and neither in the database nor on the way to it. */
    static boolean isOfData(SQLException e) {
        String state = state(e);
        return state.length() >= 2 && CLASSES_OF_DATA.contains(state.substring(0, 2));
    }

    static boolean isDuplicateColumn(SQLException e) {
        return DUPLICATE_COLUMN.contains(state(e));
    }

    static boolean isNoSuchTable(SQLException e) {
        return NO_SUCH_TABLE.contains(state(e));
    }

    /** In one short line, for people. */
    static String reason(SQLException e) {
        Throwable said = e;
        while (said.getCause() instanceof SQLException cause) {
            said = cause; // the outermost is that of the pool or of the batch, and repeats its cause or all its values
        }
        String message = Optional.ofNullable(said.getMessage())
                .orElseGet(() -> e.getClass().getSimpleName());
        return printable(message) + " (SQLSTATE " + state(e) + ")";
    }

    /** The first line, without control characters, and not long: it may quote a page. */
    static String printable(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
        return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
    }

    /** @return the five characters, or fewer where the driver gives none */
    private static String state(SQLException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return Optional.ofNullable(e.getNextException()).map(SqlFailure::state).orElse("");
    }
}
