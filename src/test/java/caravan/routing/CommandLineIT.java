package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.CaravanProcess;
import caravan.testkit.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the command line exits as a process. What else it says to those who mistype, {@code CommandLineTest} knows. */
@Timeout(60)
class CommandLineIT {
    private static final int USAGE = 2;

    @TempDir
    Path folder;

    @BeforeEach
    void makeAFolderAndABadTask() throws IOException {
        Files.createDirectory(folder.resolve("a-folder"));
        Files.createDirectory(folder.resolve("bad-tasks"));
        Files.writeString(folder.resolve("bad-tasks/x.yaml"), "name: x\nseads: [http://h/]\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crawl                                              | Missing required parameter: 'URL'",
                "crawl http://h/ -P caravan.nope=1                  | caravan.nope: no such setting",
                "crawl http://h/ --out a-folder                     | cannot write a-folder: Is a directory",
                "standalone --http 127.0.0.1:FREE --tasks bad-tasks | bad-tasks/x.yaml:2: unknown key 'seads'",
            })
    void saysInAFewWordsWhatIsWrong(String commandLine, String message) {
        String withPort = commandLine.replace("FREE", String.valueOf(Ports.free()));
        try (CaravanProcess run = CaravanProcess.start(folder, withPort.split(" +"))) {
            assertThat(run.exitCode()).isEqualTo(USAGE);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).startsWith("caravan: ").contains(message).doesNotContain("Exception", "\tat ");
            assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone", "master", "worker"})
    void takenPortEndsTheStartInOneLine(String role) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String address = "127.0.0.1:" + taken.getLocalPort();
            try (CaravanProcess run = CaravanProcess.start(folder, role, "--http", address)) {
                assertThat(run.exitCode()).isEqualTo(1);
                assertThat(run.err().lines()).singleElement().asString().contains("cannot listen on " + address);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"standalone", "worker"})
    void unwritableOutputEndsTheStartOfANode(String role) {
        String http = "--http=127.0.0.1:" + Ports.free();
        try (CaravanProcess run = CaravanProcess.start(folder, role, http, "--out=no/such/file")) {
            assertThat(run.exitCode()).isEqualTo(USAGE);
            assertThat(run.err().lines()).singleElement().asString().contains("cannot write no/such/file");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "crawl --help", "demo --help", "standalone --help", "--version", "crawl --version"})
    void helpAndVersionAreNoFaults(String commandLine) {
        try (CaravanProcess run = CaravanProcess.start(folder, commandLine.split(" "))) {
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).contains(commandLine.endsWith("help") ? "Usage: caravan" : "caravan 0.");
            assertThat(run.err()).isEmpty();
        }
    }
}
