package caravan.sink.jsonl;

import caravan.sink.LargeBatches;
import caravan.sink.file.Claims;
import caravan.sink.file.RowFileEndpoint;
import caravan.sink.file.RowFormat;
import org.apache.camel.Category;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;

/**
 * {@code jsonl:PATH} – producer only. Appends each batch to a file of JSON lines, whole or not at all. Takes rows, and
 * where the path has no {@code {table}} also maps, lists of maps, and text or bytes that are JSON lines. See {@code
 * docs/sinks.md}.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "jsonl",
        title = "JSON Lines",
        syntax = "jsonl:path",
        category = Category.FILE,
        producerOnly = true)
public class JsonlEndpoint extends RowFileEndpoint implements LargeBatches {
    private static final String SUFFIX = ".gz";

    private final String path;

    @UriParam(
            defaultValue = "false",
            description = "Whether to compress: each batch is a member of gzip of its own. .gz is added to the path"
                    + " where it is missing")
    private boolean gzip;

    public JsonlEndpoint(String uri, JsonlComponent component, String path, Claims claims) {
        super(uri, component, path, claims);
        this.path = path;
    }

    @Override
    protected RowFormat format() {
        return new JsonLinesFormat(gzip);
    }

    @Override
    protected String filePath() {
        return gzip && !path.endsWith(SUFFIX) ? path + SUFFIX : path;
    }

    /** A member of gzip that holds one row is hardly smaller than that. */
    @Override
    public boolean wantsLargeBatches() {
        return gzip;
    }

    public boolean isGzip() {
        return gzip;
    }

    public void setGzip(boolean gzip) {
        this.gzip = gzip;
    }
}
