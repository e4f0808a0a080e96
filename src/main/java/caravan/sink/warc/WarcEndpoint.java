package caravan.sink.warc;

import caravan.Sizes;
import caravan.sink.file.BatchProducer;
import caravan.sink.file.BatchWriter;
import caravan.sink.file.Claims;
import caravan.sink.file.SharedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.util.InetAddressUtil;

/**
 * {@code warc:FOLDER} – producer only. Writes each batch, a list of {@link caravan.sink.PageCopy}, to a WARC file of
 * the folder (ISO 28500:2017, WARC 1.1), whole or not at all. See {@code docs/sinks.md}.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "warc",
        title = "WARC",
        syntax = "warc:folder",
        category = Category.FILE,
        producerOnly = true)
public class WarcEndpoint extends DefaultEndpoint {
    private final SharedWriter writer;

    @UriPath(description = "Folder of the files; it is made where there is none")
    @Metadata(required = true)
    private final String folder;

    @UriParam(
            defaultValue = "1GiB",
            description = "A file of this size or more is finished before the next batch; 0 = never")
    private long rotateSize = 1L << 30;

    @UriParam(defaultValue = "obey", description = "What warcinfo says of robots.txt: obey, ignore, or in words")
    private String robots = "obey";

    @UriParam(defaultValue = "false", description = "Whether each batch waits until the disk has it")
    private boolean sync;

    public WarcEndpoint(String uri, WarcComponent component, String folder, Claims claims) {
        super(uri, component);
        this.folder = folder;
        this.writer =
                new SharedWriter(new SharedWriter.Setup(getCamelContext(), "warc:" + folder, claims, this::openWriter));
    }

    private BatchWriter openWriter() throws IOException {
        String host = InetAddressUtil.getLocalHostNameSafe();
        WarcFolder.Options options = new WarcFolder.Options(Path.of(folder), rotateSize, sync, host);
        return WarcFolder.open(options, new WarcRecords(host, robots), InstantSource.system());
    }

    @Override
    public Producer createProducer() {
        return new BatchProducer(this, writer);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("warc: takes pages and gives none");
    }

    public String getRotateSize() {
        return String.valueOf(rotateSize);
    }

    public void setRotateSize(String rotateSize) {
        this.rotateSize = Sizes.parse(rotateSize);
    }

    public String getRobots() {
        return robots;
    }

    public void setRobots(String robots) {
        this.robots = robots;
    }

    public boolean isSync() {
        return sync;
    }

    public void setSync(boolean sync) {
        this.sync = sync;
    }
}
