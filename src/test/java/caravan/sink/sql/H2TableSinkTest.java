package caravan.sink.sql;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class H2TableSinkTest extends TableSinkFaultsContract {
    @TempDir
    Path folder;

    /** No other process can open its file. */
    @Override
    TableSink sinkOfAnotherProcess(List<TableFixture> processes) {
        return sink;
    }

    @Override
    DatabaseSettings settings() {
        return new DatabaseSettings("main", "jdbc:h2:" + folder.resolve("crawl"), "", "", 2);
    }
}
