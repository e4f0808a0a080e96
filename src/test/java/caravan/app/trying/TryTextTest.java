package caravan.app.trying;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.crawl.Page;
import caravan.extract.Cases;
import caravan.extract.Extraction;
import caravan.parse.Pages;
import caravan.pipeline.Tryout;
import caravan.task.Rule;
import caravan.task.Rule.PageType;
import caravan.task.Transform;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TryTextTest {
    @TempDir
    Path folder;

    @Test
    void showsMatchesItemsLinksAndProblemsAsTables() {
        Rule items = Cases.items(
                PageType.HTML,
                Cases.selector("css li"),
                Cases.required("书名", "css b"),
                Cases.withDefault("价格", "css i", 0L, new Transform.Number('.')));
        Rule rule = new Rule(
                "shelf",
                PageType.HTML,
                List.of(Cases.follow(
                        Cases.selector("css li"), Cases.field("link", "css a", "all"), 0, Cases.field("t", "css b"))),
                items.items());
        Page page = Pages.html("<li><b>活着</b><i>¥12.5</i><a href=1></a><li><b>B</b><i>x</i><li><i>3</i>");

        String text = TryText.of(result(Cases.extract(rule, page), page));

        assertThat(text).isEqualTo("""
                rule shelf on http://example.org/dir/page.html (200, text/html; charset=utf-8, 76 bytes)

                MATCHES  SELECTOR  PLACE
                      3  css li    follow[0].each
                      1  css a     follow[0]
                      1  css b     follow[0].carry.t
                      3  css li    items[0].each
                      2  css b     items[0].fields.书名
                      3  css i     items[0].fields.价格

                2 items of type thing
                #  书名  价格
                0  活着  12.5
                1  B     0

                1 link to follow
                RULE  PRIORITY  URL                       CARRIES
                next         3  http://example.org/dir/1  t=活着

                2 problems
                PLACE                 #  PROBLEM              SO
                items[0].fields.价格  1  'x' is not a number  -
                items[0].fields.书名  2  nothing found        dropped
                """);
    }

    @Test
    void saysThatThereIsNothing() {
        Page page = Pages.html("<p>");

        String text = TryText.of(result(new Extraction(List.of(), List.of(), List.of(), List.of()), page));

        assertThat(text)
                .contains("\nno items\n")
                .contains("\nno links to follow\n")
                .doesNotContain("problem");
    }

    @ParameterizedTest
    @CsvSource({
        "a.html,<p>x,text/html", "a.HTM,<p>x,text/html", "a.json,<p>x,application/json", "feed.rss,x,application/xml",
        "a.txt,<p>x,text/plain", "a,<!DOCTYPE html>,text/html", "a,{},application/json", "a,<?xml?>,application/xml",
        "a.page,x,text/plain", "s.xml.gz,x,application/gzip"
    })
    void tellsTheMediaTypeByNameOrContent(String name, String content, String media) throws IOException {
        assertThat(saved(name, content, Optional.empty()).mediaType()).isEqualTo(media);
    }

    @Test
    void takesASavedPageForTheUrlItGives() throws IOException {
        String canonical = "<base href=/x><link rel=canonical href='https://shop.example/b/1#x'>";

        assertThat(saved("a.html", canonical, Optional.empty()).url()).isEqualTo("https://shop.example/b/1");
        assertThat(saved("a.html", canonical, Optional.of("http://a/")).url()).isEqualTo("http://a/");
        assertThat(saved("书 1.html", "<p>", Optional.empty()).url()).isEqualTo("http://localhost/%E4%B9%A6%201.html");
    }

    @Test
    void leavesTheBytesOfAPageAsTheyAre() throws IOException {
        byte[] body = "<meta charset=gbk><h1>活着</h1>".getBytes(Charset.forName("GBK"));
        Path file = Files.write(folder.resolve("gbk.html"), body);

        Page page = SavedPage.read(file, Optional.empty(), 1000);

        assertThat(Cases.value(Cases.extract(Cases.items(Cases.field("f", "css h1")), page)))
                .contains("活着");
        assertThatThrownBy(() -> SavedPage.read(file, Optional.empty(), 10)).hasMessageContaining("larger than 10");
        assertThatThrownBy(() -> SavedPage.read(folder.resolve("none"), Optional.empty(), 10))
                .hasMessageContaining("no such file");
    }

    private Page saved(String name, String content, Optional<String> url) throws IOException {
        Path file = Files.write(folder.resolve(name), content.getBytes(StandardCharsets.UTF_8));
        return SavedPage.read(file, url, 1000);
    }

    private static Tryout.Result result(Extraction extraction, Page page) {
        return new Tryout.Result("shelf", Optional.of(page), page.url(), extraction);
    }
}
