package caravan.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void isMadeWithThoseAboveItAndFoundAgain() throws IOException {
        Path path = folder.resolve("a/b/c");
        for (int starts = 0; starts < 2; starts++) {
            try (DataFolder data = DataFolder.open(path)) {
                assertThat(data.path()).isEqualTo(path).isDirectory();
            }
        }
    }

    @Test
    void mayBeALink() throws IOException {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        DataFolder.open(link).close();
        assertThat(real.resolve("lock")).exists();
    }

    @Test
    void isHadByOneAtATime() throws IOException {
        try (DataFolder first = DataFolder.open(folder)) {
            assertThatThrownBy(() -> DataFolder.open(folder))
                    .isInstanceOfSatisfying(
                            CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INTERNAL))
                    .hasMessageContainingAll(first.path().toString(), "in use by another process", "caravan.data");
        }
        DataFolder.open(folder).close();
    }

    @Test
    void saysWhyItCannotBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertUnusable(file);
        assertUnusable(file.resolve("below"));
        Path taken = folder.resolve("taken");
        Files.createDirectories(taken.resolve("lock"));
        assertUnusable(taken);
    }

    private static void assertUnusable(Path path) {
        assertThatThrownBy(() -> DataFolder.open(path))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageStartingWith("cannot use the data folder " + path + ": ")
                .hasMessageContaining("caravan.data");
    }
}
