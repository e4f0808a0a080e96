package caravan.etcd;

import static org.awaitility.Awaitility.await;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A watch as jetcd offers it, left to its own resumption: what {@link PrefixWatch} is compared with. */
final class RawWatch implements AutoCloseable {
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final Client client;
    private volatile boolean created;

    private RawWatch(Client client) {
        this.client = client;
    }

    /** @param revision of the first change to be told; 0: from now on */
    static RawWatch of(String endpoint, String prefix, long revision) {
        RawWatch watch = new RawWatch(Client.builder().endpoints(endpoint).build());
        WatchOption option = WatchOption.builder()
                .isPrefix(true)
                .withRevision(revision)
                .withCreateNotify(true)
                .build();
        watch.client.getWatchClient().watch(EtcdConnector.bytes(prefix), option, watch.listener());
        return watch;
    }

    private Watch.Listener listener() {
        return Watch.listener(
                this::take,
                fault -> {
                    // it says that it goes on
                },
                () -> {});
    }

    private void take(WatchResponse response) {
        created = true;
        response.getEvents()
                .forEach(event -> keys.add(event.getKeyValue().getKey().toString(StandardCharsets.UTF_8)));
    }

    RawWatch awaitCreated() {
        await().atMost(30, TimeUnit.SECONDS).until(() -> created);
        return this;
    }

    RawWatch awaitTold(String key) {
        await().atMost(30, TimeUnit.SECONDS).until(() -> keys.contains(key));
        return this;
    }

    /** Waits for a key that is changed again and again until the watch stands once more. */
    RawWatch awaitTold(String key, Runnable change) {
        await().atMost(30, TimeUnit.SECONDS)
                .pollInterval(200, TimeUnit.MILLISECONDS)
                .until(() -> {
                    change.run();
                    return keys.contains(key);
                });
        return this;
    }

    /** Of the changes that were told, in order. */
    List<String> keys() {
        return List.copyOf(keys);
    }

    @Override
    public void close() {
        client.close();
    }
}
