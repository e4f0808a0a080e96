package caravan.fetch;

import java.time.Duration;

/**
 * The bounds of one fetch.
 *
 * @param connect        to have a connection, TLS included
 * @param firstByte      longest silence while waiting for or reading the answer
 * @param total          from the first packet to the last byte of the body
 * @param maxBodyBytes   of the body after decompression; more is {@code Refused(SIZE)}
 * @param maxConnections connections kept open at most
 */
public record FetchLimits(Duration connect, Duration firstByte, Duration total, int maxBodyBytes, int maxConnections) {

    /** robots.txt is read up to here and the rest ignored (RFC 9309 § 2.5). */
    public static final int MAX_ROBOTS_BYTES = 500 * 1024;
}
