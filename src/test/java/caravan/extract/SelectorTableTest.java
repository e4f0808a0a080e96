package caravan.extract;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.parse.Pages;
import caravan.parse.Tables;
import caravan.task.Rule.PageType;
import caravan.task.Selector;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SelectorTableTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Stream<List<String>> selectors() {
        return Tables.rows("/extract/selectors.txt");
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void findsWhatItSays(List<String> row) throws Exception {
        String[] type = row.get(0).split(" ", 2);
        Page page = Pages.of(
                Pages.URL,
                Map.of(
                        "content-type", type.length > 1 ? List.of(type[1]) : List.of(),
                        "server", List.of("test/1"),
                        "x-two", List.of("a", "b")),
                row.get(1).getBytes(StandardCharsets.UTF_8));
        PageType pageType = PageType.valueOf(type[0].toUpperCase(Locale.ROOT));
        boolean carries = row.get(2).startsWith("carry");
        Map<String, Object> carry =
                carries ? Map.of("tag", "novels", "size", new BigDecimal("12.50"), "list", List.of("a", 2L)) : Map.of();
        Request request = new Request(Pages.URL, Ask.GET, "rule", carry, 0, 0, 0, 0, "");

        Extraction extraction = Cases.extract(
                Cases.items(pageType, Selector.PAGE, Cases.field("f", row.get(2), row.get(3))), page, request);

        Optional<Object> expected =
                row.get(4).isEmpty() ? Optional.empty() : Optional.of(Values.plain((Object) JSON.readTree(row.get(4))));
        assertThat(Cases.value(extraction)).as("%s", extraction).isEqualTo(expected);
    }
}
