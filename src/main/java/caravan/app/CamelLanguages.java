package caravan.app;

import caravan.crawl.Page;
import caravan.extract.Languages;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Evaluates expressions of every Camel language on the class path. What is looked in is the body, the page's URL the
 * header {@code url}, and each carried value a variable of its name. Has a Camel of its own, without routes and without
 * our beans, that is started when the first expression comes. Thread-safe.
 */
final class CamelLanguages implements Languages, AutoCloseable {
    private static final int MAX_EXPRESSIONS = 1000;

    private final Cache<Key, Expression> compiled =
            CacheBuilder.newBuilder().maximumSize(MAX_EXPRESSIONS).build();
    private CamelContext context;

    private record Key(String language, String expression) {}

    @Override
    public Object evaluate(String language, String expression, String text, Page page, Map<String, Object> carry) {
        Expression ready = compiled(new Key(language, expression));
        Exchange exchange = new DefaultExchange(context());
        exchange.getMessage().setBody(text);
        exchange.getMessage().setHeader("url", page.url());
        carry.forEach(exchange::setVariable);
        try {
            Object result = ready.evaluate(exchange, Object.class);
            if (exchange.getException() != null) {
                throw exchange.getException();
            }
            return unwrapped(result);
        } catch (Exception | LinkageError e) {
            throw new IllegalArgumentException("cannot be evaluated: " + reason(e), e);
        }
    }

    private Expression compiled(Key key) {
        try {
            return compiled.get(key, () -> compile(key));
        } catch (UncheckedExecutionException | ExecutionException e) {
            throw new IllegalArgumentException(
                    e.getCause() instanceof NoSuchLanguageException
                            ? "no such language is on the class path; put its Camel jar there"
                            : "'" + key.expression() + "' cannot be read: " + reason(e.getCause()),
                    e);
        }
    }

    private Expression compile(Key key) {
        Expression expression = context().resolveLanguage(key.language()).createExpression(key.expression());
        expression.init(context());
        return expression;
    }

    private synchronized CamelContext context() {
        if (context == null) {
            DefaultCamelContext started = new DefaultCamelContext();
            started.disableJMX();
            started.start();
            context = started;
        }
        return context;
    }

    /** XPath gives nodes, of which the texts are meant. */
    private static Object unwrapped(Object result) {
        if (result instanceof NodeList nodes) {
            List<Object> texts = new ArrayList<>();
            for (int i = 0; i < nodes.getLength(); i++) {
                texts.add(nodes.item(i).getTextContent());
            }
            return texts;
        }
        return result instanceof Node node ? node.getTextContent() : result;
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse(root.getClass().getSimpleName());
    }

    @Override
    public synchronized void close() {
        if (context != null) {
            context.stop();
        }
    }
}
