package caravan.sink.sql;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.sink.sql.NameRule.Measure;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameRuleTest {
    private final NameRule bytes = new NameRule(63, Measure.BYTES, false);
    private final NameRule file = new NameRule(64 * 15, Measure.FILE, true);

    @Test
    void keepsNamesThatFit() {
        assertThat(bytes.fit("x".repeat(63))).isEqualTo("x".repeat(63));
        assertThat(bytes.fit("书".repeat(21))).isEqualTo("书".repeat(21));
        assertThat(file.fit("x".repeat(64))).isEqualTo("x".repeat(64));
        assertThat(file.fit("书".repeat(48))).isEqualTo("书".repeat(48));
    }

    @Test
    void cutsOthersBetweenTwoLettersAndMarksThem() {
        assertThat(bytes.fit("书".repeat(22))).matches("书{15}_[0-9a-f]{16}");
        assertThat(bytes.fit("𠀀".repeat(22))).matches("𠀀{11}_[0-9a-f]{16}");
        assertThat(bytes.fit("书".repeat(22)).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(63);
        assertThat(file.fit("书".repeat(49))).matches("书{35}_[0-9a-f]{16}");
        assertThat(file.fit("𠀀")).matches("__[0-9a-f]{16}");
    }

    @Test
    void neverTakesTwoNamesForOne() {
        String marked = bytes.fit("书".repeat(22));
        assertThat(bytes.fit(marked)).isNotEqualTo(marked);
        assertThat(bytes.fit("书".repeat(23))).isNotEqualTo(marked);
        assertThat(file.fit("𠀀")).isNotEqualTo(file.fit("𠀁"));
    }
}
