package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import caravan.crawl.Page;
import caravan.parse.Pages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CamelLanguagesTest {
    private static final CamelLanguages LANGUAGES = new CamelLanguages();
    private static final Page PAGE = Pages.html("");

    @AfterAll
    static void close() {
        LANGUAGES.close();
    }

    @Test
    void evaluatesSimpleOnTheTextTheUrlAndWhatWasCarried() {
        assertThat(evaluate("simple", "${body}|${header.url}|${variable.tag}", "x", Map.of("tag", "小说")))
                .isEqualTo("x|" + Pages.URL + "|小说");
    }

    @Test
    void neverTakesThePageForAnExpression() {
        assertThat(evaluate("simple", "${body}", "${sys.user.home}", Map.of())).isEqualTo("${sys.user.home}");
    }

    @Test
    void givesEveryResultOfJsonPath() {
        assertThat(evaluate("jsonpath", "$.a[*]", "{\"a\":[1,\"x\"]}", Map.of()))
                .isEqualTo(List.of(1, "x"));
    }

    @Test
    void givesTheTextsOfNodesAndExpandsNoExternalEntity() {
        assertThat(evaluate("xpath", "/r/a", "<r><a>1</a><a>2</a></r>", Map.of()))
                .isEqualTo(List.of("1", "2"));
        String hostile = "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><r><a>x&e;</a></r>";

        Object result;
        try {
            result = evaluate("xpath", "/r/a", hostile, Map.of());
        } catch (IllegalArgumentException refused) {
            result = refused.getMessage();
        }

        assertThat(String.valueOf(result)).doesNotContain("root:");
    }

    @Test
    void saysWhatIsWrongWithAnExpression() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate("klingon", "x", "", Map.of()))
                .withMessage("no such language is on the class path; put its Camel jar there");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate("simple", "${nonsense", "", Map.of()))
                .withMessageStartingWith("'${nonsense' cannot be read: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> evaluate("jsonpath", "$.a", "no json", Map.of()))
                .withMessageStartingWith("cannot be evaluated: ");
    }

    private static Object evaluate(String language, String expression, String text, Map<String, Object> carry) {
        return LANGUAGES.evaluate(language, expression, text, PAGE, carry);
    }
}
