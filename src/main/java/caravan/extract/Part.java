package caravan.extract;

import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** A page, or a part of one, that selectors look in. For one thread. */
interface Part {

    /** What it is, for messages. */
    String kind();

    /** What patterns are looked for in: of HTML what a browser shows, of all else the source. */
    String text();

    /** As it is written; of a part of a page, as it would be. */
    String source();

    /** A page that has no structure of its own, or a piece of text. */
    record Text(String text) implements Part {
        @Override
        public String kind() {
            return "plain text";
        }

        @Override
        public String source() {
            return text;
        }
    }

    /** An element of HTML or XML with all that is in it, or a whole document. */
    final class Markup implements Part {
        private final Element element;
        private final boolean xml;
        private String source;
        private String text;
        private XPathTree tree;

        private Markup(Element element, boolean xml, String source) {
            this.element = element;
            this.xml = xml;
            this.source = source;
        }

        /** @param source that it was read from */
        static Markup page(Document document, boolean xml, String source) {
            return new Markup(document, xml, source);
        }

        Markup part(Element inside) {
            return new Markup(inside, xml, "");
        }

        Element element() {
            return element;
        }

        boolean isXml() {
            return xml;
        }

        @Override
        public String kind() {
            return xml ? "XML" : "HTML";
        }

        @Override
        public String text() {
            if (text == null) {
                text = xml ? source() : element.text();
            }
            return text;
        }

        @Override
        public String source() {
            if (source.isEmpty()) {
                source = element.outerHtml();
            }
            return source;
        }

        XPathTree tree(Budget budget) throws UnreadableException {
            if (tree == null) {
                tree = XPathTree.of(element, budget);
            }
            return tree;
        }
    }
}
