package caravan.task;

import java.util.Collections;
import java.util.Iterator;
import javax.xml.namespace.NamespaceContext;

/** Lets an XPath expression have any prefix: which there are, only its pages know. Stateless. */
final class AnyPrefix implements NamespaceContext {

    @Override
    public String getNamespaceURI(String prefix) {
        return prefix;
    }

    @Override
    public String getPrefix(String namespace) {
        return namespace;
    }

    @Override
    public Iterator<String> getPrefixes(String namespace) {
        return Collections.singleton(namespace).iterator();
    }
}
