package caravan.app;

import java.time.Duration;

/** Figures the way people read them. */
public final class Texts {
    private static final double MEGABYTE = 1e6;

    private Texts() {}

    /** Such as {@code 1.5 MB}: millions of bytes. */
    public static String megabytes(long bytes) {
        return "%,.1f MB".formatted(bytes / MEGABYTE);
    }

    /** Such as {@code 4.2s}, {@code 3m05s} or {@code 2h03m05s}. */
    public static String clock(Duration time) {
        if (time.toMinutes() == 0) {
            return "%.1fs".formatted(time.toMillis() / 1000.0);
        }
        String minutesAndSeconds = "%02dm%02ds".formatted(time.toMinutesPart(), time.toSecondsPart());
        return time.toHours() == 0 ? minutesAndSeconds : time.toHours() + "h" + minutesAndSeconds;
    }
}
