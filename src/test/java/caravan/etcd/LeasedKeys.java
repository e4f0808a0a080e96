package caravan.etcd;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Leased keys of a short lease, and what they tell. */
final class LeasedKeys {
    static final Duration TTL = Duration.ofSeconds(3);

    private LeasedKeys() {}

    /** Thread-safe. */
    static final class Told implements LeasedKey.Listener {
        private final List<Long> held = new CopyOnWriteArrayList<>();
        private final AtomicInteger losses = new AtomicInteger();
        private final List<String> taken = new CopyOnWriteArrayList<>();

        @Override
        public void held(long revision) {
            held.add(revision);
        }

        @Override
        public void lost() {
            losses.incrementAndGet();
        }

        @Override
        public void taken(String value, Duration time) {
            taken.add(value);
        }

        /** The revision at which the key was created, for each time that it was claimed. */
        List<Long> revisions() {
            return List.copyOf(held);
        }

        int losses() {
            return losses.get();
        }

        List<String> taken() {
            return List.copyOf(taken);
        }

        void awaitHeld(int times) {
            await().atMost(Duration.ofSeconds(20)).until(() -> held.size() >= times);
        }

        void awaitLost(int times) {
            await().atMost(Duration.ofSeconds(20)).until(() -> losses.get() >= times);
        }
    }

    /** @param etcd closed with the key */
    static LeasedKey start(Etcd etcd, String key, String value, LeasedKey.Listener listener) {
        LeasedKey leased = new LeasedKey(etcd, TTL, claim(key, value), listener);
        leased.start();
        return leased;
    }

    private static LeasedKey.Claim claim(String key, String value) {
        return new LeasedKey.Claim() {
            @Override
            public String key(long lease) {
                return key;
            }

            @Override
            public String value() {
                return value;
            }
        };
    }
}
