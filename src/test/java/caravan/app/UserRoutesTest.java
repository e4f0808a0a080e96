package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which routes of a user's are taken, and how those are refused that are wrong. */
class UserRoutesTest {
    private static final Path MISTAKES = Path.of("src/test/resources/routes/mistakes");
    private static final String SAYS = "# says: ";

    @TempDir
    Path folder;

    @Test
    void takesEveryYamlFileOfTheFolderInOrderOfNames() throws IOException {
        write("b.yml", route("second"));
        write("a.yaml", route("first"));
        write(".#a.yaml", "left behind by an editor");
        write("notes.txt", "no routes");
        try (CamelApp camel = start()) {
            assertThat(camel.context().getRoutes())
                    .extracting(route -> route.getRouteId())
                    .containsExactly("own", "first", "second");
            assertThat(camel.producer().requestBody("direct:second", "x")).isEqualTo("second had x");
        }
    }

    @Test
    void needsNoFolder() {
        Extensions none = Extensions.open(new Settings.Additions(folder.resolve("no"), folder.resolve("none")));
        try (CamelApp camel = start(none)) {
            assertThat(camel.context().getRoutes()).hasSize(1);
        }
    }

    static List<Path> mistakes() throws IOException {
        try (Stream<Path> files = Files.list(MISTAKES)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void refusesAWrongFileInOneLineThatNamesFileAndReason(Path mistake) throws IOException {
        String text = Files.readString(mistake);
        Path file = write(mistake.getFileName().toString(), text);
        String says = text.substring(text.lastIndexOf(SAYS) + SAYS.length()).strip();
        assertThatThrownBy(this::start)
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(CaravanException.Kind.INVALID))
                .hasMessage(file + ": " + says.replace("FILE", file.toString()));
    }

    @Test
    void refusesAnIdThatAnotherFileHasToo() throws IOException {
        Path first = write("a.yaml", route("same"));
        Path second = write("b.yaml", route("same"));
        assertThatThrownBy(this::start).hasMessage(second + ": route id 'same' is taken by a route of " + first);
    }

    @Test
    void refusesAFolderThatIsAFile() throws IOException {
        Path file = write("file", "");
        assertThatThrownBy(() -> Extensions.open(new Settings.Additions(file, folder.resolve("none"))))
                .hasMessage("cannot read the folder " + file + ": it is a file");
    }

    private static String route(String name) {
        return """
                - route:
                    id: %1$s
                    from:
                      uri: direct:%1$s
                      steps:
                        - setBody: {simple: "%1$s had ${body}"}
                """.formatted(name);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private CamelApp start() {
        return start(Extensions.open(new Settings.Additions(folder, folder.resolve("none"))));
    }

    private static CamelApp start(Extensions extensions) {
        return CamelApp.start(Map.of(), Map.of(), extensions, new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own").routeId("own").log("${body}");
            }
        });
    }
}
