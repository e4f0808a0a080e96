package caravan.extract;

import caravan.task.Selector;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/** What is taken of an element that was found. Stateless. */
interface Taking {
    /** Of a link: href or src. Elements of XML that have neither are links by their text, as in RSS. */
    Taking LINK = Taking::link;

    /** Attribute that an HTML element links by, where both might stand. */
    Map<String, String> BY_SRC = Map.of("img", "src", "iframe", "src", "frame", "src", "script", "src");

    /** @return empty where the element does not have it */
    String of(Element element, boolean xml);

    static Taking by(Selector selector) {
        return switch (selector.take()) {
            case TEXT -> (element, xml) -> element.text();
            case HTML -> Taking::inner;
            case ATTRIBUTE -> attribute(selector.attribute());
        };
    }

    private static Taking attribute(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return (element, xml) -> element.attr(xml ? name : lower);
    }

    /** HTML that stands escaped or as CDATA in XML, as feeds have it, is given as it is meant. */
    private static String inner(Element element, boolean xml) {
        return xml && element.childrenSize() == 0 ? element.wholeText() : element.html();
    }

    private static String link(Element element, boolean xml) {
        String first = BY_SRC.getOrDefault(element.normalName(), "href");
        if (element.hasAttr(first)) {
            return element.attr(first);
        }
        String second = first.equals("src") ? "href" : "src";
        return element.hasAttr(second) ? element.attr(second) : xml ? element.text() : "";
    }
}
