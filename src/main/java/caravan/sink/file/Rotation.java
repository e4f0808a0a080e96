package caravan.sink.file;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * When a file is full, and what it is called from then on.
 *
 * @param bytes that make it full; 0 = never
 * @param every period of the clock (UTC) whose end makes it full: an hour's ends on the hour; zero = never
 */
public record Rotation(long bytes, Duration every) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String GZIP = ".gz";

    public Rotation {
        if (bytes < 0 || every.isNegative() || !every.isZero() && every.toMillis() == 0) {
            throw new IllegalArgumentException("a file cannot be rotated at less than a byte or a millisecond");
        }
    }

    boolean isDue(long length, Instant written, Instant now) {
        return length > 0 && (bytes > 0 && length >= bytes || isOver(written, now));
    }

    private boolean isOver(Instant written, Instant now) {
        return !every.isZero() && period(written) != period(now);
    }

    private long period(Instant at) {
        return Math.floorDiv(at.toEpochMilli(), every.toMillis());
    }

    /** @return {@code books-20261128T031500Z-0001.jsonl} for {@code books.jsonl}, or the next number that is free */
    static Path nameFor(Path file, Instant now) {
        String name = file.getFileName().toString();
        int end = name.endsWith(GZIP) ? name.length() - GZIP.length() : name.length();
        int dot = name.lastIndexOf('.', end - 1);
        int stem = dot > 0 ? dot : end;
        for (int number = 1; ; number++) {
            String suffix = String.format(Locale.ROOT, "-%s-%04d", STAMP.format(now), number);
            Path rotated = file.resolveSibling(name.substring(0, stem) + suffix + name.substring(stem));
            if (Files.notExists(rotated)) {
                return rotated;
            }
        }
    }
}
