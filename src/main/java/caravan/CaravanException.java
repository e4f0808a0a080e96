package caravan;

/**
 * The one root of the exceptions that Caravan throws on purpose. Its message is written for the person who caused it
 * and may be shown to a caller: it names the thing, the place and the limit, and never holds credentials.
 */
public final class CaravanException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What a caller can do about it. */
    public enum Kind {
        /** What was sent is wrong; sending it again will not help. */
        INVALID,
        /** The thing named does not exist. */
        NOT_FOUND,
        /** The thing named exists already. */
        ALREADY_EXISTS,
        /** Not now; try again later. */
        UNAVAILABLE,
        /** A fault of ours. */
        INTERNAL
    }

    private final Kind kind;

    public CaravanException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public CaravanException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    public static CaravanException invalid(String message) {
        return new CaravanException(Kind.INVALID, message);
    }

    public static CaravanException notFound(String message) {
        return new CaravanException(Kind.NOT_FOUND, message);
    }
}
