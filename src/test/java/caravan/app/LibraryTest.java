package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.testkit.UserJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jars in {@code lib/} bring is found; those that are wrong are named. */
class LibraryTest {
    private static final String TINY_DRIVER = """
            package tiny;
            import java.sql.*;
            import java.util.Properties;
            public class TinyDriver implements Driver {
                public Connection connect(String url, Properties info) { return null; }
                public boolean acceptsURL(String url) { return url.startsWith("jdbc:tiny:"); }
                public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) { return null; }
                public int getMajorVersion() { return 7; }
                public int getMinorVersion() { return 0; }
                public boolean jdbcCompliant() { return false; }
                public java.util.logging.Logger getParentLogger() { return null; }
            }
            """;

    @TempDir
    Path folder;

    private Path lib;

    @BeforeEach
    void makeFolder() throws IOException {
        lib = Files.createDirectory(folder.resolve("lib"));
    }

    @Test
    void offersItsJdbcDriversUntilItIsClosed() throws IOException, SQLException {
        Path jar = lib.resolve("tiny.jar");
        UserJar.write(jar, "java.sql.Driver", "tiny.TinyDriver", TINY_DRIVER);
        try (Library library = Library.of(List.of(jar))) {
            assertThat(library.loader().getParent()).isSameAs(Library.class.getClassLoader());
            assertThat(DriverManager.getDriver("jdbc:tiny:x").getMajorVersion()).isEqualTo(7);
        }
        assertThatThrownBy(() -> DriverManager.getDriver("jdbc:tiny:x")).isInstanceOf(SQLException.class);
    }

    @Test
    void loadsRouteBuildersThatAJarNamesAsServices() throws IOException {
        String source = """
                package shop;
                public class Greet extends org.apache.camel.builder.RouteBuilder {
                    @org.apache.camel.PropertyInject("greeting") String greeting;
                    public void configure() { from("direct:greet").routeId("greet").setBody(constant(greeting)); }
                }
                """;
        UserJar.write(lib.resolve("greet.jar"), "org.apache.camel.RoutesBuilder", "shop.Greet", source);
        try (CamelApp camel = CamelApp.start(Map.of("greeting", "hello"), Map.of(), extensions())) {
            assertThat(camel.producer().requestBody("direct:greet", "")).isEqualTo("hello");
            assertThat(camel.context().getApplicationContextClassLoader())
                    .isNotSameAs(getClass().getClassLoader());
        }
    }

    @Test
    void namesTheClassWhoseRoutesAreWrong() throws IOException {
        String source = """
                package shop;
                public class Bad extends org.apache.camel.builder.RouteBuilder {
                    public void configure() { throw new IllegalStateException("no shop today"); }
                }
                """;
        UserJar.write(lib.resolve("bad.jar"), "org.apache.camel.RoutesBuilder", "shop.Bad", source);
        Extensions extensions = extensions();
        assertThatThrownBy(() -> CamelApp.start(Map.of(), Map.of(), extensions)).hasMessage("shop.Bad: no shop today");
    }

    @Test
    void namesAServiceThatIsNotThere() throws IOException {
        UserJar.write(lib.resolve("gone.jar"), "org.apache.camel.RoutesBuilder", "shop.Gone", "class Other {}");
        Extensions extensions = extensions();
        assertThatThrownBy(() -> CamelApp.start(Map.of(), Map.of(), extensions))
                .hasMessage("a org.apache.camel.RoutesBuilder of the jars: "
                        + "org.apache.camel.RoutesBuilder: Provider shop.Gone not found");
    }

    @Test
    void refusesAFileThatIsNoJar() throws IOException {
        Path jar = Files.writeString(lib.resolve("broken.jar"), "no jar");
        assertThatThrownBy(this::extensions).hasMessageStartingWith(jar + ": is not a jar that can be read: ");
    }

    private Extensions extensions() {
        return Extensions.open(new Settings.Additions(folder.resolve("routes"), lib));
    }
}
