package caravan.sink.sql;

import caravan.testkit.DatabaseServer;
import caravan.testkit.PostgresServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
