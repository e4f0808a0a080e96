package caravan.task;

/**
 * When a crawl that has ended is run again.
 *
 * @param kind       how {@code expression} is meant
 * @param expression a duration, or a cron expression of five fields; empty for {@link Kind#ONCE}
 * @param zone       of a cron expression, as {@link java.time.ZoneId} names it
 */
public record Schedule(Kind kind, String expression, String zone) {
    /** Not again. */
    public static final Schedule ONCE = new Schedule(Kind.ONCE, "", "UTC");

    public enum Kind {
        ONCE,
        /** Counted from the start of the last run. */
        EVERY,
        CRON
    }
}
