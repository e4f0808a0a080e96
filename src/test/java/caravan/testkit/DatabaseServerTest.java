package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseServerTest {
    private static final Supplier<DatabaseServer> POSTGRES = PostgresServer::start;
    private static final Supplier<DatabaseServer> MARIADB = MariaDbServer::start;

    static java.util.stream.Stream<Supplier<DatabaseServer>> servers() {
        return java.util.stream.Stream.of(POSTGRES, MARIADB);
    }

    @ParameterizedTest
    @MethodSource("servers")
    void keepsWhatWasCommittedWhenItIsKilled(Supplier<DatabaseServer> start) throws Exception {
        DatabaseServer server = start.get();
        try (server) {
            server.execute("create table t (a int)");
            server.execute("insert into t values (1), (2)");
            server.kill();
            assertThatThrownBy(server::connect).isInstanceOf(SQLException.class);
            server.restart();
            assertThat(count(server)).isEqualTo(2);
            server.stop();
            server.restart();
            assertThat(count(server)).isEqualTo(2);
        }
        assertThat(server.folder)
                .satisfies(folder -> assertThat(Files.exists(folder)).isFalse());
    }

    private static int count(DatabaseServer server) throws SQLException {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from t")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
