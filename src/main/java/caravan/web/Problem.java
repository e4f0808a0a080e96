package caravan.web;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.util.Map;

/**
 * An error as callers of the REST interface get it (RFC 9457, {@code application/problem+json}).
 *
 * @param title  the status in words
 * @param status HTTP status code
 * @param detail what was wrong, for the person who sent it; never exception text that was not written for callers
 */
public record Problem(String title, int status, String detail) {
    public static final String MEDIA_TYPE = "application/problem+json";
    /** Seconds after which a caller that was answered 503 may try again. */
    public static final int RETRY_AFTER_SECONDS = 2;

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            404, "Not Found",
            409, "Conflict",
            413, "Content Too Large",
            415, "Unsupported Media Type",
            500, "Internal Server Error",
            503, "Service Unavailable");

    public static Problem of(Throwable cause) {
        return cause instanceof CaravanException known && known.kind() != Kind.INTERNAL
                ? of(status(known.kind()), known.getMessage())
                : of(500, "the request failed for a reason that is in the log of this node");
    }

    public static Problem of(int status, String detail) {
        return new Problem(TITLES.getOrDefault(status, "Error"), status, detail);
    }

    private static int status(Kind kind) {
        return switch (kind) {
            case INVALID -> 400;
            case NOT_FOUND -> 404;
            case ALREADY_EXISTS -> 409;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
        };
    }
}
