package caravan.extract;

import java.util.IdentityHashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Comment;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;
import org.w3c.dom.Document;
import org.w3c.dom.Node;

/**
 * A copy of a part of a page in the model that Java's XPath works on. The part is all there is: what lies outside of it
 * cannot be reached, and a step costs no more than the part's size. Names are taken as they are written: {@code item}
 * is an item in whatever default namespace, {@code dc:creator} one with that prefix. For one thread.
 */
final class XPathTree implements NodeVisitor {
    private final Element root;
    private final Document document;
    private final Map<Node, Element> originals = new IdentityHashMap<>();
    private Node open;
    private int nodes;
    private long squares;

    private XPathTree(Element root) throws ParserConfigurationException {
        this.root = root;
        document =
                DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder().newDocument();
        document.setStrictErrorChecking(false); // pages nest and name things as no XML may
        open = document;
    }

    /** @throws UnreadableException where it is too large */
    static XPathTree of(Element root, Budget budget) throws UnreadableException {
        try {
            XPathTree tree = new XPathTree(root);
            root.traverse(tree);
            budget.copied(tree.nodes);
            if (tree.isFull()) {
                throw new UnreadableException("too many elements for xpath, which css may find");
            }
            return tree;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the parser that comes with Java can be had", e);
        }
    }

    /** Where expressions start: the document, or the element that is the part. */
    Node context() {
        return root instanceof org.jsoup.nodes.Document ? document : document.getFirstChild();
    }

    /** @return the element of the page; null for a node that is none */
    Element original(Node node) {
        return originals.get(node);
    }

    @Override
    public void head(org.jsoup.nodes.Node node, int depth) {
        nodes++;
        squares += (long) node.childNodeSize() * node.childNodeSize();
        if (node instanceof org.jsoup.nodes.Document || isFull()) {
            return;
        }
        if (node instanceof Element element) {
            open = open.appendChild(copy(element));
        } else if (open != document) { // a document has no text beside its elements
            appendLeaf(node);
        }
    }

    @Override
    public void tail(org.jsoup.nodes.Node node, int depth) {
        if (node instanceof Element element && originals.get(open) == element) {
            open = open.getParentNode();
        }
    }

    private boolean isFull() {
        return nodes > ExtractLimits.MAX_XPATH_NODES || squares > ExtractLimits.MAX_XPATH_SQUARES;
    }

    private void appendLeaf(org.jsoup.nodes.Node node) {
        if (node instanceof TextNode text) {
            open.appendChild(document.createTextNode(text.getWholeText()));
        } else if (node instanceof DataNode data) {
            open.appendChild(document.createTextNode(data.getWholeData()));
        } else if (node instanceof Comment comment) {
            open.appendChild(document.createComment(comment.getData()));
        }
    }

    private Node copy(Element element) {
        String name = cleaned(element.tagName());
        org.w3c.dom.Element copy = document.createElementNS(namespace(name), name);
        for (Attribute attribute : element.attributes()) {
            String key = cleaned(attribute.getKey());
            if (!key.equals("xmlns") && !key.startsWith("xmlns:")) {
                copy.setAttributeNS(namespace(key), key, attribute.getValue());
            }
        }
        nodes += element.attributesSize();
        originals.put(copy, element);
        return copy;
    }

    /** What stands for the namespace of a prefix, in documents and in expressions: the prefix itself. */
    static String namespace(String name) {
        int colon = name.indexOf(':');
        String prefix = colon < 0 ? XMLConstants.NULL_NS_URI : name.substring(0, colon);
        return prefix.equals(XMLConstants.XML_NS_PREFIX) ? XMLConstants.XML_NS_URI : colon < 0 ? null : prefix;
    }

    /** Characters that no name has are made underscores, and so are colons that set no prefix apart. */
    private static String cleaned(String name) {
        StringBuilder cleaned = new StringBuilder(name);
        int colon = name.indexOf(':');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean divides = c == ':' && i == colon && i > 0 && i < name.length() - 1;
            if (!divides && !Character.isLetterOrDigit(c) && c != '-' && c != '_' && c != '.') {
                cleaned.setCharAt(i, '_');
            }
        }
        return cleaned.toString();
    }
}
