package caravan.demo;

/** The one place where text becomes HTML or XML. */
final class Markup {
    private Markup() {}

    /** @return text that stands for itself in HTML and XML, in content as in a quoted attribute */
    static String escape(Object text) {
        return text.toString()
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
