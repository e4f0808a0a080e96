package caravan.extract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** What a selector found in a part of a page. For one thread. */
interface Found {

    /** Empty where there is nothing to take. */
    String text();

    /** Text, or the value that it is where the page has such: numbers of JSON, for one. */
    default Object plain() {
        return text();
    }

    /** It as a part of the page, to be looked in. */
    default Part part() {
        return new Part.Text(text());
    }

    /** The element that it is, or belongs to. */
    default Optional<Element> element() {
        return Optional.empty();
    }

    /** A piece of text. */
    record Piece(String text) implements Found {}

    /** An element, of which {@code taking} says what is wanted. */
    record Node(Part.Markup in, Element node, Taking taking) implements Found {
        @Override
        public String text() {
            return taking.of(node, in.isXml());
        }

        @Override
        public Part part() {
            return in.part(node);
        }

        @Override
        public Optional<Element> element() {
            return Optional.of(node);
        }
    }

    /** A text that belongs to an element, such as an attribute's. */
    record Owned(String text, Element owner) implements Found {
        @Override
        public Optional<Element> element() {
            return Optional.of(owner);
        }
    }

    /** A value of a JSON page. */
    record Json(JsonNode node) implements Found {
        @Override
        public String text() {
            return Values.text(node);
        }

        @Override
        public Object plain() {
            return Values.plain(node);
        }

        @Override
        public Part part() {
            return JsonPart.of(node);
        }
    }

    /** A value that was carried to the page, or that an expression gave. */
    record Value(Object value) implements Found {
        @Override
        public String text() {
            return Values.text(value);
        }

        @Override
        public Object plain() {
            return Values.plain(value);
        }
    }
}
