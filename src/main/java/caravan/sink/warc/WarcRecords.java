package caravan.sink.warc;

import caravan.crawl.Page;
import caravan.sink.PageCopy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.MessageVersion;
import org.netpreserve.jwarc.WarcCompression;
import org.netpreserve.jwarc.WarcDigest;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcTruncationReason;
import org.netpreserve.jwarc.WarcWriter;
import org.netpreserve.jwarc.Warcinfo;

/** Pages as records of WARC 1.1 (ISO 28500:2017), each record a member of gzip of its own. Thread-safe. */
final class WarcRecords {
    private static final String STANDARD =
            "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/";

    private final String host;
    private final String robots;

    /**
     * @param host   that crawls
     * @param robots what is done about robots.txt
     */
    WarcRecords(String host, String robots) {
        this.host = host;
        this.robots = robots;
    }

    /** The record that a file begins with. */
    byte[] warcinfo(String filename, Instant now) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        fields.put("software", List.of("Caravan/" + version()));
        fields.put("format", List.of("WARC File Format 1.1"));
        fields.put("conformsTo", List.of(STANDARD));
        fields.put("robots", List.of(robots));
        fields.put("hostname", List.of(host));
        return bytes(new Warcinfo.Builder()
                .version(MessageVersion.WARC_1_1)
                .date(now)
                .filename(filename)
                .fields(fields)
                .build());
    }

    private static String version() {
        return Optional.ofNullable(WarcRecords.class.getPackage().getImplementationVersion())
                .orElse("development");
    }

    /** A response, then the request that it answers. */
    byte[] of(PageCopy copy) {
        WarcResponse response = response(copy);
        byte[] asked = HttpText.request(copy);
        WarcRequest request = new WarcRequest.Builder(copy.page().url())
                .version(MessageVersion.WARC_1_1)
                .date(copy.page().fetchedAt())
                .concurrentTo(response.id())
                .blockDigest(sha1(asked))
                .body(MediaType.HTTP_REQUEST, asked)
                .build();
        return bytes(response, request);
    }

    private static WarcResponse response(PageCopy copy) {
        Page page = copy.page();
        byte[] answered = HttpText.response(copy);
        WarcResponse.Builder builder = new WarcResponse.Builder(page.url())
                .version(MessageVersion.WARC_1_1)
                .date(page.fetchedAt())
                .addHeader("Caravan-Task", copy.task())
                .blockDigest(sha1(answered))
                .body(MediaType.HTTP_RESPONSE, answered);
        if (page.bodyRead()) {
            builder.payloadDigest(sha1(page.body()));
        } else {
            builder.truncated(WarcTruncationReason.UNSPECIFIED);
        }
        return builder.build();
    }

    private static WarcDigest sha1(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(bytes);
            return new WarcDigest(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    private static byte[] bytes(WarcRecord... records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (WarcWriter writer = new WarcWriter(Channels.newChannel(bytes), WarcCompression.GZIP)) {
            for (WarcRecord each : records) {
                writer.write(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory takes everything
        }
        return bytes.toByteArray();
    }
}
