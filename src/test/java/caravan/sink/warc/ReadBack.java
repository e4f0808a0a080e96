package caravan.sink.warc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.netpreserve.jwarc.HttpMessage;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.Warcinfo;

/**
 * A record as jwarc reads it.
 *
 * @param http the message in it; the record itself where there is none
 * @param body of that message, as text
 */
record ReadBack(WarcRecord record, Object http, String body) {

    /** Every record of every file, in order. */
    static List<ReadBack> all(Path folder) throws IOException {
        List<ReadBack> records = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.sorted().toList()) {
                try (WarcReader reader = new WarcReader(each)) {
                    for (WarcRecord record : reader) {
                        records.add(of(record));
                    }
                }
            }
        }
        return records;
    }

    private static ReadBack of(WarcRecord record) throws IOException {
        if (record instanceof WarcResponse response) {
            return of(record, response.http());
        }
        if (record instanceof WarcRequest request) {
            return of(record, request.http());
        }
        if (record instanceof Warcinfo info) {
            info.fields(); // reads its body while it is there
        }
        return new ReadBack(record, record, "");
    }

    private static ReadBack of(WarcRecord record, HttpMessage http) throws IOException {
        return new ReadBack(record, http, new String(http.body().stream().readAllBytes(), StandardCharsets.UTF_8));
    }
}
