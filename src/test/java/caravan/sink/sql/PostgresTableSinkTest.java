package caravan.sink.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.testkit.DatabaseServer;
import caravan.testkit.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresTableSinkTest extends ServedTableSinkContract {
    private static DatabaseServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
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
        return "socketTimeout=1";
    }

    @Test
    void neverTellsThePassword() {
        DatabaseSettings wrong = new DatabaseSettings("main", server.url(), server.user(), "not-the-password", 1);
        assertThat(wrong.toString()).doesNotContain("not-the-password");
        assertThatThrownBy(() -> new TableFixture(wrong).close()).satisfies(refused -> {
            for (Throwable each = refused; each != null; each = each.getCause()) {
                assertThat(String.valueOf(each)).doesNotContain("not-the-password");
            }
        });
    }
}
