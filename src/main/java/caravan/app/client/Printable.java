package caravan.app.client;

/** Makes text that came over the network fit for a terminal. */
final class Printable {
    private static final int MAX_LENGTH = 1000;

    private Printable() {}

    /** One line, without what would move the cursor or change colours; cut when it is very long. */
    static String line(String text) {
        String line = text.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + "…";
    }
}
