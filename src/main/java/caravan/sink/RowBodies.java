package caravan.sink;

import java.util.List;

/** Finds the rows in the body of a message. */
public final class RowBodies {
    private RowBodies() {}

    /**
     * @param scheme of the endpoint that got it, to tell whose complaint it is
     * @param body   a batch, one row, or a list of rows such as a route's splitter and aggregator make
     * @throws IllegalArgumentException where it is something else
     */
    public static Rows rowsIn(String scheme, Object body) {
        if (body instanceof Rows rows) {
            return rows;
        }
        if (body instanceof Row row) {
            return new Rows(List.of(row));
        }
        if (body instanceof List<?> list && list.stream().allMatch(Row.class::isInstance)) {
            return new Rows(list.stream().map(Row.class::cast).toList());
        }
        throw new IllegalArgumentException(scheme + ": takes rows, not " + nameOf(body));
    }

    /** What kind of thing it is, for a message. */
    public static String nameOf(Object body) {
        return body == null ? "an empty body" : body.getClass().getName();
    }
}
