package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk that can be full: a tmpfs of a few MiB, which takes root to mount. Unmounted when it is closed. */
public final class SmallDisk implements AutoCloseable {
    private static final byte[] BLOCK = new byte[4096];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** @throws AssertionError where mounting is not permitted */
    public static SmallDisk mount(int mebibytes) {
        try {
            Path folder = Files.createTempDirectory("caravan-disk");
            run("mount", "-t", "tmpfs", "-o", "mode=755,size=" + mebibytes + "m", "caravan-test", folder.toString());
            return new SmallDisk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty folder on it. */
    public Path folder(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    /** Fills it but for so many bytes, or fewer than a block of them. */
    public void fill(long spare) throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (folder.toFile().getUsableSpace() >= spare + BLOCK.length) {
                out.write(BLOCK);
            }
        }
    }

    /** Undoes {@link #fill}. */
    public void makeRoom() throws IOException {
        Files.delete(ballast());
    }

    /** Has a folder on it refuse all changes; what is open there stays open. */
    public void forbidWriting(Path forbidden) throws IOException {
        run("mount", "--bind", forbidden.toString(), forbidden.toString());
        run("mount", "-o", "remount,ro,bind", forbidden.toString());
    }

    /** Undoes {@link #forbidWriting}. */
    public void allowWriting(Path forbidden) throws IOException {
        run("umount", "-l", forbidden.toString());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", folder.toString());
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertThat(process.waitFor())
                    .as("%s; a full disk can only be tried as root: %s", String.join(" ", command), said)
                    .isZero();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
