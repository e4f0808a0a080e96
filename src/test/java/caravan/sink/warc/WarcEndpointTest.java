package caravan.sink.warc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.sink.PageCopy;
import caravan.sink.SinkContext;
import caravan.testkit.JavaProcess;
import caravan.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.util.InetAddressUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.HttpRequest;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRequest;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.Warcinfo;

/** What is written is read back with jwarc, and checked by its own validator. */
@Timeout(60)
class WarcEndpointTest {
    private static final Instant FETCHED = Instant.parse("2026-01-01T00:00:00.123Z");

    @TempDir
    Path folder;

    private final SinkContext context = SinkContext.start();

    @AfterEach
    void stop() {
        context.close();
    }

    @Test
    void writesResponseAndRequestOfEachPage() throws Exception {
        Map<String, String> own = Map.of("X-Own", "mine");
        Request request = new Request(
                "https://shop.example:8443/search?q=1", new Ask("POST", "q=书", own), "", Map.of(), 0, 0, 0, 0, "");
        write("in", List.of(new PageCopy("书店", request, page(request.url(), "<p>书🏮</p>", Map.of()))));
        List<ReadBack> records = readAll();
        assertThat(records).extracting(each -> each.record().type()).containsExactly("warcinfo", "response", "request");
        WarcResponse response = (WarcResponse) records.get(1).record();
        WarcRequest asked = (WarcRequest) records.get(2).record();
        assertThat(response.target()).isEqualTo(request.url());
        assertThat(response.date()).isEqualTo(FETCHED);
        assertThat(response.headers().first("Caravan-Task")).contains("书店");
        assertThat(((HttpResponse) records.get(1).http()).status()).isEqualTo(200);
        assertThat(records.get(1).body()).isEqualTo("<p>书🏮</p>");
        HttpRequest sent = (HttpRequest) records.get(2).http();
        assertThat(asked.concurrentTo()).containsExactly(response.id());
        assertThat(sent.method() + " " + sent.target()).isEqualTo("POST /search?q=1");
        assertThat(sent.headers().first("Host")).contains("shop.example:8443");
        assertThat(sent.headers().first("X-Own")).contains("mine");
        assertThat(records.get(2).body()).isEqualTo("q=书");
    }

    @Test
    void saysWhoWroteIt() throws Exception {
        write("in?robots=ignore", List.of(copy("/", "x")));
        Warcinfo info = (Warcinfo) readAll().get(0).record();
        assertThat(info.filename()).contains(files().get(0).getFileName().toString());
        assertThat(info.fields().first("software"))
                .hasValueSatisfying(each -> assertThat(each).startsWith("Caravan/"));
        assertThat(info.fields().first("robots")).contains("ignore");
        assertThat(info.version().toString()).isEqualTo("WARC/1.1");
    }

    @Test
    void keepsHeadersThatTheDecodedBodyBeliesUnderOtherNames() throws Exception {
        Map<String, List<String>> headers = Map.of(
                "content-encoding", List.of("gzip"),
                "transfer-encoding", List.of("chunked"),
                "content-length", List.of("7"),
                "x-shop", List.of("书"),
                "set-cookie", List.of("a=1", "b=2"));
        Request request = Request.seed("https://shop.example/");
        write("in", List.of(new PageCopy("shop", request, page(request.url(), "decoded", headers))));
        HttpResponse response = (HttpResponse) readAll().get(1).http();
        assertThat(response.headers().map())
                .containsEntry("x-orig-content-encoding", List.of("gzip"))
                .containsEntry("x-orig-transfer-encoding", List.of("chunked"))
                .containsEntry("x-orig-content-length", List.of("7"))
                .containsEntry("content-length", List.of("7"))
                .containsEntry("x-shop", List.of(new String("书".getBytes(UTF_8), ISO_8859_1)))
                .containsEntry("set-cookie", List.of("a=1", "b=2"))
                .doesNotContainKeys("content-encoding", "transfer-encoding");
    }

    @Test
    void leavesHeadersOfAnAnswerToHeadAsTheyAre() throws Exception {
        Request request =
                new Request("https://shop.example/", new Ask("HEAD", "", Map.of()), "", Map.of(), 0, 0, 0, 0, "");
        Map<String, List<String>> headers = Map.of("content-length", List.of("4711"));
        write("in", List.of(new PageCopy("shop", request, page(request.url(), "", headers))));
        try (WarcReader reader = new WarcReader(files().get(0))) {
            reader.next();
            WarcResponse response = (WarcResponse) reader.next().orElseThrow();
            assertThat(response.http().headers().first("content-length")).contains("4711");
        }
    }

    @Test
    void saysThatABodyWasNotDownloaded() throws Exception {
        Page page =
                new Page("https://shop.example/x.zip", 200, Map.of(), new byte[0], false, 99, FETCHED, Duration.ZERO);
        write("in", List.of(new PageCopy("shop", Request.seed(page.url()), page)));
        assertThat(readAll().get(1).record().headers().first("WARC-Truncated")).contains("unspecified");
    }

    @Test
    void writesHeadersOfHostilePagesWithoutBreakingTheRecord() throws Exception {
        Map<String, List<String>> headers = Map.of(
                "x-split", List.of("a\r\nInjected: yes\r\n\r\nbody"),
                "bad name", List.of("x"),
                "", List.of("x"),
                "x-zero", List.of("\0\u0001"),
                "content-type", List.of("no/type; ;;=\"", "text/html"));
        String url = "https://shop.example/a|b{c}\"<>^`\\?q=[x]&%zz=书";
        write("in", List.of(new PageCopy("shop", Request.seed(url), page(url, "x", headers)), copy("/next", "y")));
        List<ReadBack> records = readAll();
        HttpResponse response = (HttpResponse) records.get(1).http();
        assertThat(response.headers().map()).doesNotContainKeys("Injected", "bad name", "");
        assertThat(((WarcResponse) records.get(1).record()).target()).isEqualTo(url);
        assertThat(records).hasSize(5).last().extracting(ReadBack::body).isEqualTo("");
    }

    @Test
    void isValidByItsOwnValidator() throws Exception {
        write(
                "in",
                IntStream.range(0, 20)
                        .mapToObj(i -> copy("/" + i, "x".repeat(i * 1000)))
                        .toList());
        List<String> arguments = new ArrayList<>(List.of("-v"));
        files().forEach(file -> arguments.add(file.toString()));
        Path log = Files.createTempFile("validate", ".log");
        try (JavaProcess validator = JavaProcess.start(
                log, List.of(), "org.netpreserve.jwarc.tools.ValidateTool", arguments.toArray(String[]::new))) {
            assertThat(validator.awaitEnd()).as(validator.lastWords()).isZero();
            assertThat(Files.readString(log)).contains("payload digest pass").contains("block digest pass");
        } finally {
            Files.delete(log);
        }
    }

    @Test
    void finishesFilesOfTheSizeAskedForUnderNamesOfTheStandard() throws Exception {
        context.route("in", "warc:" + folder + "?rotateSize=1KiB");
        for (int i = 0; i < 4; i++) {
            context.send("in", List.of(copy("/" + i, noise(i))));
        }
        assertThat(files().stream().filter(each -> each.toString().endsWith(".open")))
                .hasSize(1);
        context.camel().getRouteController().stopRoute("in");
        String host = InetAddressUtil.getLocalHostNameSafe();
        assertThat(files()).hasSize(4).allSatisfy(each -> assertThat(
                        each.getFileName().toString())
                .matches("caravan-\\d{14}-\\d{5}-\\Q" + host + "\\E\\.warc\\.gz"));
        assertThat(readAll()).hasSize(12);
    }

    @Test
    void keepsWhatIsWholeOfAFileThatWasLeftOpen() throws Exception {
        write("in", List.of(copy("/1", noise(1)), copy("/2", noise(2))));
        Path written = files().get(0);
        byte[] all = Files.readAllBytes(written);
        Files.delete(written);
        Path left = folder.resolve("caravan-20260101000000-00001-other.warc.gz.open");
        Files.write(left, Arrays.copyOf(all, all.length - 600)); // within the last response or the request after it
        Files.createFile(folder.resolve("caravan-20260101000000-00002-other.warc.gz.open"));
        Files.writeString(folder.resolve("caravan-20260101000000-00003-other.warc.gz.open"), "not gzip, not ours");
        context.camel().getRouteController().startRoute("in");
        assertThat(files())
                .extracting(each -> each.getFileName().toString())
                .containsExactly(
                        "caravan-20260101000000-00001-other.warc.gz",
                        "caravan-20260101000000-00003-other.warc.gz.open");
        Files.delete(files().get(1));
        assertThat(readAll())
                .extracting(each -> each.record().type())
                .containsExactly("warcinfo", "response", "request");
    }

    @Test
    void losesAndDoublesNothingWhenTheDiskIsFullForAWhile() throws Exception {
        List<PageCopy> large =
                IntStream.range(0, 50).mapToObj(i -> copy("/" + i, noise(i))).toList();
        try (SmallDisk disk = SmallDisk.mount(1)) {
            Path out = disk.folder("out");
            context.route("in", "warc:" + out);
            disk.fill(0);
            assertThatThrownBy(() -> context.send("in", large))
                    .isInstanceOf(IOException.class)
                    .hasMessageMatching("cannot write " + out + "/caravan-.*\\.open: No space left on device");
            disk.makeRoom();
            context.send("in", List.of(copy("/first", "x")));
            disk.fill(0);
            assertThatThrownBy(() -> context.send("in", large)).isInstanceOf(IOException.class);
            assertThat(context.down()).containsKey("warc:" + out);
            disk.makeRoom();
            context.send("in", large);
            assertThat(context.down()).isEmpty();
            context.camel().getRouteController().stopRoute("in");
            assertThat(ReadBack.all(out)).hasSize(1 + 2 * 51);
        }
    }

    @Test
    void refusesWhatIsNoPage() throws Exception {
        context.route("in", "warc:" + folder);
        assertThatThrownBy(() -> context.send("in", "text"))
                .hasMessage("warc: takes pages (caravan.sink.PageCopy), not java.lang.String");
        context.send("in", List.of());
        assertThat(files()).isEmpty();
    }

    private void write(String options, List<PageCopy> pages) throws Exception {
        context.route("in", "warc:" + folder + options.replaceFirst("^in", ""));
        context.send("in", pages);
        context.camel().getRouteController().stopRoute("in");
    }

    private static PageCopy copy(String path, String body) {
        String url = "https://shop.example" + path;
        return new PageCopy("shop", Request.seed(url), page(url, body, Map.of("content-type", List.of("text/html"))));
    }

    private static Page page(String url, String body, Map<String, List<String>> headers) {
        byte[] bytes = body.getBytes(UTF_8);
        return new Page(url, 200, headers, bytes, true, bytes.length, FETCHED, Duration.ofMillis(5));
    }

    /** Text that does not get much smaller when it is packed. */
    private static String noise(int seed) {
        StringBuilder text = new StringBuilder();
        new java.util.Random(seed).ints(2000, ' ', '~').forEach(each -> text.append((char) each));
        return text.toString();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private List<ReadBack> readAll() throws IOException {
        return ReadBack.all(folder);
    }
}
