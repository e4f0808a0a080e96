package caravan.sink;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * Rows as text, so that any Camel endpoint takes them: a batch is JSON lines, a single row is an object without a line
 * feed, in UTF-8 where it comes to bytes.
 */
public final class RowConverters {
    private RowConverters() {}

    /** Makes them known to a context; once, before it starts. */
    public static void register(CamelContext context) {
        TypeConverterRegistry registry = context.getTypeConverterRegistry();
        register(registry, Rows.class);
        register(registry, Row.class);
    }

    private static void register(TypeConverterRegistry registry, Class<?> from) {
        add(registry, String.class, from, Object::toString);
        add(registry, byte[].class, from, RowConverters::bytes);
        add(registry, ByteBuffer.class, from, rows -> ByteBuffer.wrap(bytes(rows)));
        add(registry, InputStream.class, from, rows -> new ByteArrayInputStream(bytes(rows)));
        add(registry, Reader.class, from, rows -> new StringReader(rows.toString()));
    }

    private static <T> void add(TypeConverterRegistry registry, Class<T> to, Class<?> from, Function<Object, T> how) {
        registry.addTypeConverter(
                to, from, new SimpleTypeConverter(false, (type, exchange, value) -> how.apply(value)));
    }

    private static byte[] bytes(Object rows) {
        return rows.toString().getBytes(StandardCharsets.UTF_8);
    }
}
