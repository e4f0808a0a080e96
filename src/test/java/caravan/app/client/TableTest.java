package caravan.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.app.client.Table.Column;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private final Table table = new Table(Column.left("NAME"), Column.right("RECORDS"), Column.left("WORKER"));

    @Test
    void alignsTextLeftAndFiguresRight() {
        table.row("quotes", "7", "w1");
        table.row("a", "12,345,678", "worker-2");
        assertThat(table.text()).isEqualTo("""
                        NAME       RECORDS  WORKER
                        quotes           7  w1
                        a       12,345,678  worker-2
                        """);
    }

    @Test
    void givesEastAsianCharactersTwoColumns() {
        table.row("书店", "1", "w1");
        table.row("books", "2", "w1");
        table.row("é\u0301", "3", "w1");
        assertThat(table.text().lines())
                .containsExactly(
                        "NAME   RECORDS  WORKER", "书店         1  w1", "books        2  w1", "é\u0301            3  w1");
    }

    @Test
    void showsAHyphenForWhatIsNotKnown() {
        table.row("quotes", "", "");
        assertThat(table.text().lines()).last().isEqualTo("quotes        -  -");
    }

    @Test
    void letsNothingMoveTheCursor() {
        table.row("a\u001b[2J\nb", "\u009b1", "w\tx");
        assertThat(table.text().lines()).hasSize(2).last().isEqualTo("a [2J b        1  w x");
    }

    @Test
    void refusesARowThatDoesNotFit() {
        assertThatThrownBy(() -> table.row("quotes")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"abc, 3", "'', 0", "书, 2", "ひらがな, 8", "한글, 4", "ﾊﾝ, 2", "Ａ, 2", "Ωж, 2", "𠀀, 2", "e\u0301, 1"})
    void countsColumns(String text, int columns) {
        assertThat(TextWidth.of(text)).isEqualTo(columns);
    }
}
