package caravan.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.testkit.JavaProcess;
import caravan.testkit.SmallDisk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchFileTest {
    @TempDir
    Path folder;

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void goesOnAfterWhatIsWhole() throws IOException {
        Path path = Files.writeString(folder.resolve("f"), "a\nto");
        try (BatchFile file = BatchFile.open(path, Tail.LINES)) {
            file.append(bytes("b\n"));
        }
        assertThat(path).hasContent("a\nb\n");
    }

    @Test
    void isAsBeforeWhenTheDiskIsFullAndTakesTheSameBatchOnceThereIsRoom() throws IOException {
        try (SmallDisk disk = SmallDisk.mount(1);
                BatchFile file = BatchFile.open(disk.folder("out").resolve("f"), Tail.LINES)) {
            file.append(bytes("first\n"));
            disk.fill(0);
            String large = "x".repeat(10_000) + "\n";
            assertThatThrownBy(() -> file.append(bytes(large)))
                    .isInstanceOf(WriteFailure.class)
                    .hasMessageMatching("cannot write /.*/out/f: No space left on device");
            assertThat(file.length()).isEqualTo(6);
            disk.makeRoom();
            file.append(bytes(large));
            assertThat(file.length()).isEqualTo(6 + large.length());
        }
    }

    @Test
    void takesBackABatchThatAnInterruptHasTorn() throws IOException {
        Path path = folder.resolve("f");
        try (BatchFile file = BatchFile.open(path, Tail.LINES)) {
            file.append(bytes("first\n"));
            Thread.currentThread().interrupt(); // closes the channel under the writer
            assertThatThrownBy(() -> file.append(bytes("second\n"))).isInstanceOf(WriteFailure.class);
            Thread.interrupted();
            Files.writeString(path, "second\nsec", StandardOpenOption.APPEND); // what it might have left
            file.append(bytes("second\n"));
        }
        assertThat(path).hasContent("first\nsecond\n");
    }

    @Test
    void goesOnInAFileThatSomebodyEmptied() throws IOException {
        Path path = folder.resolve("f");
        try (BatchFile file = BatchFile.open(path, Tail.LINES)) {
            file.append(bytes("first\n"));
            Files.write(path, new byte[0]);
            file.append(bytes("second\n"));
        }
        assertThat(path).hasContent("second\n");
    }

    @Test
    void isRefusedToASecondWriterInTheSameProcess() throws IOException {
        Path path = folder.resolve("f");
        try (BatchFile file = BatchFile.open(path, Tail.LINES)) {
            assertThatThrownBy(() -> BatchFile.open(path, Tail.LINES))
                    .isInstanceOf(WriteFailure.class)
                    .hasMessage("cannot write " + path + ": another sink of this process is writing it");
            file.append(bytes("first\n"));
        }
        BatchFile.open(path, Tail.LINES).close();
    }

    @Test
    void isRefusedWhileAnotherProcessWritesIt() throws IOException {
        Path path = folder.resolve("f");
        Path log = folder.resolve("log");
        try (JavaProcess holder = JavaProcess.start(log, List.of(), Holder.class.getName(), path.toString())) {
            await().until(() -> Files.readString(log).contains("holding"));
            assertThatThrownBy(() -> BatchFile.open(path, Tail.NOTHING))
                    .isInstanceOf(WriteFailure.class)
                    .hasMessage("cannot write " + path + ": another process is writing it");
            assertThat(holder.isAlive()).isTrue();
        }
        assertThat(path).hasContent("mine\n"); // and it was not emptied
        BatchFile.open(path, Tail.LINES).close();
    }

    /** Holds a file open until it is killed. */
    static final class Holder {
        public static void main(String[] arguments) throws Exception {
            try (BatchFile file = BatchFile.open(Path.of(arguments[0]), Tail.LINES)) {
                file.append(bytes("mine\n"));
                System.out.println("holding");
                new java.util.concurrent.CountDownLatch(1).await();
            }
        }
    }

    @Test
    void knowsWhetherItIsStillInPlace() throws IOException {
        Path path = folder.resolve("f");
        try (BatchFile file = BatchFile.open(path, Tail.LINES)) {
            assertThat(file.isInPlace()).isTrue();
            Files.move(path, folder.resolve("moved"));
            assertThat(file.isInPlace()).isFalse();
            Files.createFile(path);
            assertThat(file.isInPlace()).isFalse();
        }
    }

    @Test
    void writesToADeviceWithoutLockingIt() throws IOException {
        try (BatchFile one = BatchFile.open(Path.of("/dev/null"), Tail.LINES);
                BatchFile two = BatchFile.open(Path.of("/dev/null"), Tail.LINES)) {
            one.append(bytes("x"));
            two.append(bytes("x"));
            assertThat(two.isInPlace()).isTrue();
        }
    }

    @Test
    void saysWhyItCannotBeWritten() throws IOException {
        assertThatThrownBy(() -> BatchFile.open(folder, Tail.LINES))
                .hasMessage("cannot write " + folder + ": Is a directory");
        Path lost = folder.resolve("no/f");
        assertThatThrownBy(() -> BatchFile.open(lost, Tail.LINES))
                .hasMessage("cannot write " + lost + ": its folder does not exist");
        try (BatchFile full = BatchFile.open(Path.of("/dev/full"), Tail.LINES)) {
            assertThatThrownBy(() -> full.append(bytes("x")))
                    .hasMessage("cannot write /dev/full: No space left on device");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
