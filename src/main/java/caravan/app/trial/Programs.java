package caravan.app.trial;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs that the trial starts.
 *
 * @param etcd of the machine
 * @param java that runs this process
 * @param jar  that this process runs from
 */
record Programs(Path etcd, Path java, Path jar) {

    /**
     * @throws CaravanException INVALID when CARAVAN_ETCD names no program, NOT_FOUND when there is no etcd or no jar;
     *                          the message says how to get it
     */
    static Programs find(Map<String, String> environment) {
        return new Programs(findEtcd(environment), ownJava(), ownJar());
    }

    static Path findEtcd(Map<String, String> environment) {
        Optional<String> named = Optional.ofNullable(environment.get("CARAVAN_ETCD"));
        if (named.isPresent()) {
            return named.map(Path::of)
                    .filter(Programs::isProgram)
                    .orElseThrow(() -> CaravanException.invalid("CARAVAN_ETCD=" + named.get() + " is no program"))
                    .toAbsolutePath();
        }
        return Stream.of(environment.getOrDefault("PATH", "").split(System.getProperty("path.separator")))
                .map(folder -> Path.of(folder, "etcd").toAbsolutePath())
                .filter(Programs::isProgram)
                .findFirst()
                .orElseThrow(() -> CaravanException.notFound("there is no etcd on this machine: start as"
                        + " ./caravan cluster, which fetches it; or get it by 'apt-get install etcd-server', or name"
                        + " the one to use by the environment variable CARAVAN_ETCD"));
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    private static Path ownJava() {
        return ProcessHandle.current()
                .info()
                .command()
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private static Path ownJar() {
        try {
            Path source = Path.of(Programs.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            if (Files.isRegularFile(source)) {
                return source.toAbsolutePath();
            }
            throw new CaravanException(
                    Kind.NOT_FOUND, "this runs from classes and not from caravan.jar: start it as ./caravan cluster");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a code source is always a URI", e);
        }
    }
}
