package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CaravanProcess;
import caravan.testkit.TestSite;
import caravan.testkit.UserJar;
import groovy.lang.GroovyShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.language.groovy.GroovyLanguage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar with routes and jars of a user's in the folders {@code routes} and {@code lib}. */
@Timeout(120)
class ExtensionsIT {
    private static final String SHOUT = """
            package shop;
            public class Shout extends org.apache.camel.builder.RouteBuilder {
                public void configure() {
                    from("direct:shout").routeId("shout").errorHandler(noErrorHandler())
                            .setBody(simple("${body[title].toUpperCase()}"));
                }
            }
            """;
    private static final String MINE = """
            - route:
                id: mine
                errorHandler: {noErrorHandler: {}}
                from:
                  uri: direct:mine
                  steps:
                    - split:
                        simple: "${body}"
                        stopOnException: true
                        steps:
                          - filter:
                              groovy: "body.title.startsWith('B')"
                              steps:
                                - to: direct:shout
                                - to: "file:out?fileName=kept.txt&fileExist=Append&appendChars=;"
            """;

    @TempDir
    Path folder;

    @Test
    void sendsRecordsThroughRoutesInYamlAndJavaWithALanguageFromAJar() throws Exception {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        UserJar.write(lib.resolve("shout.jar"), "org.apache.camel.RoutesBuilder", "shop.Shout", SHOUT);
        copyJarOf(GroovyLanguage.class, lib);
        copyJarOf(GroovyShell.class, lib);
        routes(MINE);
        try (TestSite site = TestSite.start()
                        .page("/", "<title>Books</title><a href=/a>a</a><a href=/b>b</a>")
                        .page("/a", "<title>Apples</title>")
                        .page("/b", "<title>Bread</title>");
                CaravanProcess crawl = CaravanProcess.start(
                        folder, "crawl", site.url("/"), "--delay=0", "-Pcaravan.sink=direct:mine")) {
            assertThat(crawl.exitCode()).as(crawl.err()).isZero();
        }
        assertThat(Files.readString(folder.resolve("out/kept.txt")).split(";"))
                .containsExactlyInAnyOrder("BOOKS", "BREAD");
    }

    @Test
    void tellsInOneLineWhichFileIsWrong() throws Exception {
        Files.createDirectory(folder.resolve("lib"));
        routes(MINE);
        try (CaravanProcess crawl = CaravanProcess.start(folder, "crawl", "http://127.0.0.1:1/", "-q")) {
            assertThat(crawl.exitCode()).isEqualTo(2);
            assertThat(crawl.err())
                    .isEqualTo("caravan: routes/mine.yaml: route 'mine': No language could be found for: groovy\n");
        }
    }

    private void routes(String text) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("routes")).resolve("mine.yaml"), text);
    }

    private static void copyJarOf(Class<?> type, Path lib) throws Exception {
        Path jar =
                Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        Files.copy(jar, lib.resolve(jar.getFileName()));
    }
}
