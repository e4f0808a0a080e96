package caravan.frontier;

import caravan.frontier.rocksdb.RocksFixture;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class RocksFrontierTest extends FrontierContract {
    private static RocksFixture rocks;

    @TempDir
    Path folder;

    private int stores;

    @BeforeAll
    static void open() {
        rocks = new RocksFixture(1 << 20);
    }

    @AfterAll
    static void close() {
        rocks.close();
    }

    @Override
    protected Frontier create(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        return rocks.open(folder.resolve("store" + stores++), politeness, gate, nanoClock, false);
    }

    @Override
    protected Frontier createReloading(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        return rocks.open(folder.resolve("store" + stores++), politeness, gate, nanoClock, true);
    }
}
