package caravan.etcd;

import caravan.etcd.PrefixWatch.Options;
import caravan.testkit.EtcdServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

/** A real etcd, and a prefix in it for each test. */
abstract class PrefixWatchFixture {
    static final Duration FOREVER = Duration.ofHours(1);
    static EtcdServer server;
    static Etcd etcd;

    String prefix;

    @BeforeAll
    static void open() {
        server = EtcdServer.start();
        etcd = new Etcd(EtcdSettings.plain(server.endpoint()));
    }

    @AfterAll
    static void close() {
        etcd.close();
        server.close();
    }

    @BeforeEach
    void useOwnPrefix(TestInfo test) {
        prefix = "/" + test.getTestMethod().orElseThrow().getName() + "/";
    }

    static Options quick(int bufferSize) {
        return new Options(bufferSize, FOREVER, Duration.ofMillis(100));
    }

    long put(String name, String value) {
        return etcd.commit(new EtcdTxn().put(prefix + name, value)).revision();
    }

    void delete(String name) {
        etcd.commit(new EtcdTxn().delete(prefix + name));
    }

    String is(String nameAndValue) {
        return "PUT " + prefix + nameAndValue;
    }

    String gone(String name) {
        return "DELETE " + prefix + name;
    }
}
