package caravan.app.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path folder;

    @Test
    void takesTheEtcdThatIsNamed() throws IOException {
        Path named = program(folder.resolve("my-etcd"));
        program(folder.resolve("etcd"));
        assertThat(Programs.findEtcd(Map.of("CARAVAN_ETCD", named.toString(), "PATH", folder.toString())))
                .isEqualTo(named);
    }

    @Test
    void takesTheFirstEtcdOnThePath() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Path etcd = program(folder.resolve("etcd"));
        assertThat(Programs.findEtcd(Map.of("PATH", empty + ":" + folder))).isEqualTo(etcd);
    }

    @Test
    void rejectsANamedEtcdThatIsNoProgram() {
        assertThatThrownBy(() -> Programs.findEtcd(Map.of("CARAVAN_ETCD", folder.toString())))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining("CARAVAN_ETCD=" + folder);
    }

    @Test
    void saysHowToGetAnEtcdWhereThereIsNone() {
        assertThatThrownBy(() -> Programs.findEtcd(Map.of("PATH", folder.toString())))
                .isInstanceOf(CaravanException.class)
                .hasMessageContainingAll("./caravan cluster", "apt-get install etcd-server", "CARAVAN_ETCD");
    }

    private static Path program(Path file) throws IOException {
        Files.writeString(file, "#!/bin/sh\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
