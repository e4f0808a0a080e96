package caravan.sink.file;

import caravan.Sizes;
import caravan.task.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** What the endpoints that append rows to files have in common. */
public abstract class RowFileEndpoint extends DefaultEndpoint {
    private final SharedWriter writer;

    @UriPath(
            description = "File to append to; its folder is made. {table} in it stands for DEFINITION_TYPE of each row,"
                    + " so that every kind of item has a file of its own")
    @Metadata(required = true)
    private final String path;

    @UriParam(
            defaultValue = "0",
            description = "A file of this size or more is put aside before the next batch, such as 64MiB; 0 = never")
    private long rotateSize;

    @UriParam(
            defaultValue = "0",
            javaType = "java.time.Duration",
            description = "A file is put aside at the end of each such period of the clock (UTC), 1h on the hour;"
                    + " 0 = never")
    private Duration rotateEvery = Duration.ZERO;

    @UriParam(defaultValue = "false", description = "Whether each batch waits until the disk has it")
    private boolean sync;

    protected RowFileEndpoint(String uri, Component component, String path, Claims claims) {
        super(uri, component);
        this.path = path;
        String name = uri.substring(0, uri.indexOf(':') + 1) + path;
        this.writer = new SharedWriter(new SharedWriter.Setup(getCamelContext(), name, claims, this::openWriter));
    }

    /** As the options ask for it. */
    protected abstract RowFormat format();

    /** The path of the files, where it is not quite the one given. */
    protected String filePath() {
        return path;
    }

    private BatchWriter openWriter() throws IOException {
        Rotation rotation = new Rotation(rotateSize, rotateEvery);
        return RowFileWriter.open(
                new RowFileWriter.Options(filePath(), format(), rotation, sync), InstantSource.system());
    }

    @Override
    public Producer createProducer() {
        return new BatchProducer(this, writer);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException(getEndpointUri() + " takes rows and gives none");
    }

    public String getRotateSize() {
        return String.valueOf(rotateSize);
    }

    public void setRotateSize(String rotateSize) {
        this.rotateSize = Sizes.parse(rotateSize);
    }

    public String getRotateEvery() {
        return Durations.format(rotateEvery);
    }

    public void setRotateEvery(String rotateEvery) {
        this.rotateEvery = Durations.parse(rotateEvery);
    }

    public boolean isSync() {
        return sync;
    }

    public void setSync(boolean sync) {
        this.sync = sync;
    }
}
