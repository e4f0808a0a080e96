package caravan.extract;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.xml.XMLConstants;
import javax.xml.namespace.NamespaceContext;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathEvaluationResult;
import javax.xml.xpath.XPathExpression;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathFactoryConfigurationException;
import javax.xml.xpath.XPathNodes;
import org.jsoup.nodes.Element;
import org.w3c.dom.Attr;
import org.w3c.dom.Node;

/**
 * XPath 1.0 with the engine that comes with Java. Thread-safe: compiled expressions, which are not, are passed round.
 */
final class XPathFinder implements Finder {
    private static final int KEPT = 16;

    private final String expression;
    private final Taking taking;
    private final BlockingQueue<XPathExpression> compiled = new ArrayBlockingQueue<>(KEPT);

    /** @throws IllegalArgumentException where the expression is none */
    XPathFinder(String expression, Taking taking) {
        this.expression = expression;
        this.taking = taking;
        compiled.add(compile());
    }

    @Override
    public List<Found> find(Part part, PageReading reading) throws UnreadableException {
        if (!(part instanceof Part.Markup markup)) {
            throw Finder.unfit("xpath", part);
        }
        XPathExpression ready = Optional.ofNullable(compiled.poll()).orElseGet(this::compile);
        try {
            XPathTree tree = markup.tree(reading.budget());
            return found(ready.evaluateExpression(tree.context()), new Scene(markup, tree));
        } catch (XPathExpressionException e) {
            throw new UnreadableException("xpath cannot be evaluated: " + reason(e));
        } finally {
            compiled.offer(ready);
        }
    }

    /** What an expression is evaluated on. */
    private record Scene(Part.Markup part, XPathTree tree) {}

    private List<Found> found(XPathEvaluationResult<?> result, Scene scene) {
        return switch (result.type()) {
            case NODESET -> nodes((XPathNodes) result.value(), scene);
            case NODE -> List.of(found((Node) result.value(), scene));
            case NUMBER -> number(((Number) result.value()).doubleValue());
            default -> List.of(new Found.Piece(WhiteSpace.fold(String.valueOf(result.value()))));
        };
    }

    private List<Found> nodes(XPathNodes nodes, Scene scene) {
        List<Found> found = new ArrayList<>();
        for (Iterator<Node> all = nodes.iterator(); all.hasNext() && found.size() < ExtractLimits.MAX_FOUND; ) {
            found.add(found(all.next(), scene));
        }
        return found;
    }

    private Found found(Node node, Scene scene) {
        Part.Markup part = scene.part();
        XPathTree tree = scene.tree();
        if (node.getNodeType() == Node.DOCUMENT_NODE) {
            return new Found.Node(part, part.element(), taking);
        }
        Element original = tree.original(node);
        if (original != null) {
            return new Found.Node(part, original, taking);
        }
        Node owner = node instanceof Attr attribute ? attribute.getOwnerElement() : node.getParentNode();
        String text = WhiteSpace.fold(node.getNodeValue());
        return tree.original(owner) == null ? new Found.Piece(text) : new Found.Owned(text, tree.original(owner));
    }

    /** XPath knows only floating-point numbers; whole ones are written without a fraction (XPath 1.0 § 4.2). */
    private static List<Found> number(double value) {
        if (!Double.isFinite(value)) {
            return List.of();
        }
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        return List.of(
                new Found.Piece(whole ? String.valueOf((long) value) : Values.text(Values.plain((Object) value))));
    }

    private XPathExpression compile() {
        try {
            XPathFactory factory = XPathFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            XPath xpath = factory.newXPath();
            xpath.setNamespaceContext(new Prefixes());
            return xpath.compile(expression);
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException("'" + expression + "' is not XPath 1.0: " + reason(e));
        } catch (XPathFactoryConfigurationException e) {
            throw new IllegalStateException("Java's own XPath knows the feature that each must have", e);
        }
    }

    private static String reason(XPathExpressionException e) {
        Throwable cause = Optional.ofNullable(e.getCause()).orElse(e);
        return Optional.ofNullable(cause.getMessage()).orElse("for no reason that it gives");
    }

    /** Every prefix is bound, to itself. */
    private static final class Prefixes implements NamespaceContext {
        @Override
        public String getNamespaceURI(String prefix) {
            return Optional.ofNullable(XPathTree.namespace(prefix + ":")).orElse(XMLConstants.NULL_NS_URI);
        }

        @Override
        public String getPrefix(String uri) {
            return uri;
        }

        @Override
        public Iterator<String> getPrefixes(String uri) {
            return List.of(uri).iterator();
        }
    }
}
