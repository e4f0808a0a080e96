package caravan.sink;

import caravan.crawl.PageRecord;
import caravan.pipeline.ParsedVisit;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;

/** Writes a batch of records as JSON lines (https://jsonlines.org): UTF-8, one object a line. Thread-safe. */
public final class RecordEncoder {
    private final ObjectWriter writer = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build()
            .writerFor(PageRecord.class);

    public String toJsonLines(List<ParsedVisit> batch) throws JsonProcessingException {
        StringBuilder lines = new StringBuilder();
        for (ParsedVisit each : batch) {
            lines.append(writer.writeValueAsString(each.record())).append('\n');
        }
        return lines.toString();
    }
}
