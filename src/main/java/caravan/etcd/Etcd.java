package caravan.etcd;

import static caravan.etcd.EtcdConnector.bytes;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.etcd.Outage.Admission;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdException;
import io.etcd.jetcd.kv.DeleteResponse;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.OptionsUtil;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * etcd, by calls that block and always end: with an answer, or with {@link CaravanException} UNAVAILABLE after the call
 * time-out at the latest, and at once while etcd is known to be silent. A change that ended so may have been made all
 * the same: read it back. Reads are linearizable.
 *
 * <p>The connection is made anew when nothing has been answered for a while: gRPC alone would wait up to two minutes
 * before it tries again. Thread-safe; never to be called on one of jetcd's own threads.
 */
public final class Etcd implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Etcd.class);
    private static final int PAGE = 1000;
    /** So many of the largest values that etcd takes fit into one answer. */
    private static final int MIN_PAGE = 10;

    private static final long RENEW_CONNECTION_NANOS = TimeUnit.SECONDS.toNanos(4);
    /** The deadline of the call itself comes first; this one is for a client that loses a call. */
    private static final Duration GRACE = Duration.ofMillis(500);
    /** For whoever finds out whether etcd is back: in a queue of requests it has waited for others' calls before. */
    private static final Duration TRY = Duration.ofMillis(500);

    private final EtcdConnector connector;
    private final EtcdSettings settings;
    private final LongSupplier nanoClock;
    private final Outage outage = new Outage();
    private Client client;
    private boolean closed;
    private long connectedAt;
    private volatile long answeredAt;

    public Etcd(EtcdSettings settings) {
        this(settings, System::nanoTime);
    }

    Etcd(EtcdSettings settings, LongSupplier nanoClock) {
        this.settings = settings;
        this.connector = new EtcdConnector(settings);
        this.nanoClock = nanoClock;
        this.client = connector.connect();
        this.connectedAt = nanoClock.getAsLong();
        this.answeredAt = connectedAt - TimeUnit.DAYS.toNanos(1);
    }

    public Optional<Entry> get(String key) {
        GetResponse answer = call(to -> to.getKVClient().get(bytes(key)));
        return answer.getKvs().stream().map(Entry::of).findFirst();
    }

    /** All keys below a prefix, as of one revision however many pages it takes. */
    public Listing list(String prefix) {
        List<Entry> entries = new ArrayList<>();
        ByteSequence from = bytes(prefix);
        long revision = 0;
        GetResponse page;
        do {
            page = page(from, prefix, revision);
            revision = revision == 0 ? page.getHeader().getRevision() : revision;
            for (KeyValue each : page.getKvs()) {
                entries.add(Entry.of(each));
                from = each.getKey().concat(ByteSequence.from(new byte[] {0}));
            }
        } while (page.isMore());
        return new Listing(entries, revision);
    }

    /** Values may be so large that few fit into one answer: one that is refused for its size is asked for in parts. */
    private GetResponse page(ByteSequence from, String prefix, long revision) {
        GetOption.Builder range = GetOption.builder()
                .withRange(OptionsUtil.prefixEndOf(bytes(prefix)))
                .withRevision(revision);
        for (int limit = PAGE; limit > MIN_PAGE; limit /= 10) {
            GetOption some = range.withLimit(limit).build();
            try {
                return call(to -> to.getKVClient().get(from, some));
            } catch (CaravanException e) {
                if (!hasCode(e, ErrorCode.RESOURCE_EXHAUSTED)) {
                    throw e;
                }
            }
        }
        GetOption few = range.withLimit(MIN_PAGE).build();
        return call(to -> to.getKVClient().get(from, few));
    }

    /** Makes the changes of a transaction, if its conditions hold. */
    public EtcdTxn.Outcome commit(EtcdTxn txn) {
        return call(to -> to.getKVClient()
                .txn()
                .If(txn.conditions())
                .Then(txn.changes())
                .commit()
                .thenApply(answer -> new EtcdTxn.Outcome(
                        answer.isSucceeded(),
                        answer.getHeader().getRevision(),
                        answer.getDeleteResponses().stream()
                                .mapToLong(DeleteResponse::getDeleted)
                                .sum())));
    }

    /** @return the id of a new lease that ends when it is not renewed for that long */
    public long grant(Duration ttl) {
        return call(to -> to.getLeaseClient().grant(ttl.toSeconds())).getID();
    }

    /** @return false when there is no such lease any more */
    public boolean renew(long lease) {
        return call(to -> to.getLeaseClient().keepAliveOnce(lease).handle((answer, fault) -> found(fault)));
    }

    private static boolean found(Throwable fault) {
        if (fault == null || hasCode(fault, ErrorCode.NOT_FOUND)) {
            return fault == null;
        }
        throw new IllegalStateException(fault);
    }

    /** Ends a lease, and all keys that live by it. One that has ended already is as good. */
    public void revoke(long lease) {
        call(to -> to.getLeaseClient().revoke(lease).handle((answer, fault) -> found(fault)));
    }

    /** Whether any call was answered within that time. */
    public boolean answeredWithin(Duration time) {
        return nanoClock.getAsLong() - answeredAt <= time.toNanos();
    }

    /** Where it is, for people to read; without credentials. */
    public String where() {
        return settings.where();
    }

    /** A connection of its own, for a watch: it is the caller's to close. */
    Client connect() {
        return connector.connect();
    }

    private <T> T call(Function<Client, CompletableFuture<T>> request) {
        if (Thread.currentThread().isInterrupted()) {
            throw new CaravanException(Kind.UNAVAILABLE, "etcd does not answer (the call was interrupted)");
        }
        long sent = nanoClock.getAsLong();
        Admission admission = outage.admit(sent);
        if (admission == Admission.REFUSED) {
            throw new CaravanException(Kind.UNAVAILABLE, "etcd does not answer");
        }
        if (admission == Admission.TRY) {
            renewConnection(current());
        }
        Client used = current();
        CompletableFuture<T> answer = send(request, used)
                .orTimeout(settings.callTimeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((answered, fault) -> ended(admission, sent, fault));
        return await(answer, admission, used);
    }

    private static <T> CompletableFuture<T> send(Function<Client, CompletableFuture<T>> request, Client to) {
        try {
            return request.apply(to);
        } catch (RuntimeException e) { // a closed client throws
            return CompletableFuture.failedFuture(e);
        }
    }

    private void ended(Admission admission, long sent, Throwable fault) {
        long now = nanoClock.getAsLong();
        if (fault == null) {
            answeredAt = now;
        }
        boolean silent = fault != null && now - sent >= settings.callTimeout().toNanos();
        outage.ended(admission, sent, now, silent);
    }

    /** A try goes on when its caller has given up on it: its answer ends the outage. */
    private <T> T await(CompletableFuture<T> answer, Admission admission, Client used) {
        Duration patience =
                admission == Admission.TRY ? TRY : settings.callTimeout().plus(GRACE.multipliedBy(2));
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the call was interrupted", e);
        } catch (TimeoutException e) {
            throw unavailable("no answer yet", e);
        } catch (ExecutionException e) {
            renewConnection(used);
            throw unavailable(reason(e), e);
        }
    }

    private synchronized Client current() {
        return client;
    }

    private synchronized void renewConnection(Client failed) {
        long now = nanoClock.getAsLong();
        if (closed
                || client != failed
                || now - answeredAt < RENEW_CONNECTION_NANOS
                || now - connectedAt < RENEW_CONNECTION_NANOS) {
            return;
        }
        LOG.debug("etcd has not answered for a while; connecting anew to {}", where());
        client = connector.connect();
        connectedAt = now;
        failed.close();
    }

    private CaravanException unavailable(String reason, Exception cause) {
        return new CaravanException(Kind.UNAVAILABLE, "etcd does not answer (" + reason + ")", cause);
    }

    private static boolean hasCode(Throwable fault, ErrorCode code) {
        return reason(fault).equals(reasonOf(code));
    }

    /** jetcd tells most of what etcd says as gRPC's exceptions, and some as its own. */
    private static String reason(Throwable fault) {
        return causes(fault).stream()
                .filter(EtcdException.class::isInstance)
                .map(cause -> reasonOf(((EtcdException) cause).getErrorCode()))
                .findFirst()
                .orElseGet(() -> reasonOf(Status.fromThrowable(fault).getCode()));
    }

    private static String reasonOf(Enum<?> code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    private static List<Throwable> causes(Throwable e) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable each = e; each != null && causes.size() < 10; each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }

    @Override
    public synchronized void close() {
        closed = true;
        client.close();
    }
}
