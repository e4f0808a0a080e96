package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Makes jars such as a user would put into {@code lib/}. */
public final class UserJar {
    private UserJar() {}

    /**
     * Compiles one public class and packs it as a service.
     *
     * @param service name of the interface that the class serves as
     * @param name    of the class, with its package
     */
    public static void write(Path jar, String service, String name, String source) throws IOException {
        Path work = Files.createTempDirectory(jar.toAbsolutePath().getParent().getParent(), "compiled");
        Path file = work.resolve(name.substring(name.lastIndexOf('.') + 1) + ".java");
        Files.writeString(file, source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-d", work.toString());
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(file))
                            .call())
                    .as("compiles")
                    .isTrue();
        }
        pack(jar, work, service, name);
    }

    private static void pack(Path jar, Path work, String service, String name) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> files = Files.walk(work)) {
            for (Path each :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                entries.putNextEntry(new JarEntry(work.relativize(each).toString()));
                entries.write(Files.readAllBytes(each));
            }
            entries.putNextEntry(new JarEntry("META-INF/services/" + service));
            entries.write((name + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
    }
}
