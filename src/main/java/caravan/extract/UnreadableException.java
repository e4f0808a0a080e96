package caravan.extract;

/** A page, or a text on it, cannot be read as the rule says; pages being what they are, that is nothing unusual. */
final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message the reason, for whoever wrote the rule */
    UnreadableException(String message) {
        super(message, null, false, false); // without a stack trace: a hostile page causes thousands
    }

    /** Quotes a text of a page, cut where it is long. */
    static String quote(String text) {
        int end = Math.min(text.length(), 60);
        int whole = end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
        return "'" + WhiteSpace.fold(text.substring(0, whole)) + (whole < text.length() ? "…'" : "'");
    }
}
