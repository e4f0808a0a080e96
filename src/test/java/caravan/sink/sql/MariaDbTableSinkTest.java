package caravan.sink.sql;

import static caravan.ValueType.TEXT;
import static caravan.sink.sql.TableFixture.row;
import static caravan.sink.sql.TableFixture.rowAt;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.testkit.DatabaseServer;
import caravan.testkit.MariaDbServer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MariaDbTableSinkTest extends ServedTableSinkContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() {
        server = MariaDbServer.start();
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @Override
    DatabaseServer server() {
        return server;
    }

    @Override
    String silenceOfASecond() {
        return "socketTimeout=1000";
    }

    /** Its times have no zone. */
    @Override
    Instant instant(String table, String column) throws SQLException {
        return database.first(table, column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }

    @Test
    void leavesOutARowThatIsLargerThanAPacket() throws Exception {
        String large = "x".repeat(17 << 20);
        sink.write(List.of(
                rowAt(1, "packet", "https://a.example/1", "t", TEXT, "small"),
                rowAt(2, "packet", "https://a.example/2", "t", TEXT, large),
                rowAt(3, "packet", "https://a.example/3", "t", TEXT, "y".repeat(15 << 20))));
        assertThat(database.count("packet_item")).isEqualTo(2);
        assertThat(sink.refused()).isEqualTo(1);
    }

    @Test
    void isReachedAsMySqlToo() throws Exception {
        DatabaseSettings mysql = new DatabaseSettings(
                "main", server.url().replace("mariadb", "mysql"), server.user(), server.password(), 1);
        try (TableFixture same = new TableFixture(mysql)) {
            same.newSink().write(List.of(row("mysql", "https://a.example/", "t", TEXT, "x")));
            assertThat(same.count("mysql_item")).isEqualTo(1);
        }
    }
}
