package caravan.rpc;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.cluster.ResourceCommand;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceSpec;
import caravan.web.ResourceApi.Assigned;
import com.google.protobuf.Empty;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps by which a master that does not lead has a change made by the one that does. A change goes to the leader
 * twice at most, under one id, and what was forwarded is not forwarded again. Thread-safe; what one change needs from
 * step to step is in its exchange.
 */
public final class Forwarder {
    /** Property of an exchange: the {@link Change} to make. */
    public static final String CHANGE = "caravanChange";

    private static final String LEADER = "caravanLeader";
    private static final String CONNECTION = "caravanConnection";
    private static final String OUTCOME_UNKNOWN = "caravanOutcomeUnknown";
    /** A first try that took longer leaves no time for a second: whoever asked is to be answered within 5 s. */
    private static final Duration QUICK = Duration.ofSeconds(1);

    /** Changes that wait at a time: each holds a thread, of which REST has twenty. Others are told to come again. */
    private static final int MAX_WAITING = 8;

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Logger LOG = LoggerFactory.getLogger(Forwarder.class);

    private final Leader self;
    private final Leadership leadership;
    private final Duration patience;
    private final Semaphore waiting = new Semaphore(MAX_WAITING);
    /**
     * The connection that changes go by: a new one once a call failed by it. A connection that is kept tries to connect
     * again after pauses of up to two minutes, and notices late that nobody is there any more.
     */
    private final AtomicLong connection = new AtomicLong();

    /** A change, by the leader's method that makes it and the route by which this node does. */
    public enum Change {
        ADD("addResource", "direct:rpc-resource-add"),
        DELETE("deleteResource", "direct:rpc-resource-delete");

        private final String method;
        private final String here;

        Change(String method, String here) {
            this.method = method;
            this.here = here;
        }
    }

    /**
     * @param self     this master, as others know it
     * @param patience how long a change waits for a new leader after the old one failed it; it holds a thread
     */
    public Forwarder(Leader self, Leadership leadership, Duration patience) {
        this.self = self;
        this.leadership = leadership;
        this.patience = patience;
    }

    /**
     * @return the same change, bearing our mark and the id that every try of it has
     * @throws CaravanException UNAVAILABLE when it was forwarded to us
     */
    public ResourceSpec mark(@Body ResourceCommand command) {
        if (command.isForwarded()) {
            throw Leadership.notLeading();
        }
        return ResourceSpec.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setName(command.name())
                .setTask(command.task())
                .putAllValues(command.values())
                .setForwardedBy(self.id())
                .build();
    }

    /**
     * Where to send the marked change: to the leader, which may be this node by now.
     *
     * @throws CaravanException UNAVAILABLE when no leader is known
     */
    public String leaderEndpoint(@Body ResourceSpec marked, Exchange exchange) {
        Change change = exchange.getProperty(CHANGE, Change.class);
        if (leadership.isLeader()) {
            return change.here;
        }
        Leader leader = leadership
                .leader()
                .filter(other -> !other.address().equals(self.address()))
                .orElseThrow(Leadership::leaderless);
        long number = connection.get();
        exchange.setProperty(LEADER, leader);
        exchange.setProperty(CONNECTION, number);
        LOG.debug("forwarding {} task={} id={} to {}", change, marked.getName(), marked.getId(), leader);
        return LeaderUri.of(leader.address(), change.method, number);
    }

    /**
     * Returns as soon as another leads than the one that failed.
     *
     * @throws StatusRuntimeException the failure, when that does not come in time or would not help
     */
    public void awaitSuccessor(@ExchangeException StatusRuntimeException failure, Exchange exchange) {
        leaveConnection(failure, exchange);
        boolean quick = exchange.getClock().elapsed() <= QUICK.toMillis();
        if (!quick || !RpcErrors.isForAnotherLeader(failure) || !waiting.tryAcquire()) {
            throw failure;
        }
        try {
            exchange.setProperty(OUTCOME_UNKNOWN, RpcErrors.isOutcomeUnknown(failure));
            awaitAnotherThan(exchange.getProperty(LEADER, Leader.class), failure);
        } finally {
            waiting.release();
        }
    }

    private void awaitAnotherThan(Leader failed, StatusRuntimeException failure) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isSucceeded(failed)) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            // Leadership answers from memory: looking costs nothing.
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    /**
     * What the failure of all tries means to whoever asked for the change. That nothing is left to delete is what was
     * asked for, where the first try may have deleted it.
     *
     * @throws CaravanException unless that is so
     */
    public Empty conclude(@ExchangeException RuntimeException failure, Exchange exchange) {
        if (failure instanceof StatusRuntimeException answer) {
            leaveConnection(answer, exchange);
        }
        CaravanException known = failure instanceof CaravanException ours
                ? ours
                : RpcErrors.fromStatus((StatusRuntimeException) failure);
        if (known.kind() == Kind.NOT_FOUND
                && exchange.getProperty(CHANGE) == Change.DELETE
                && exchange.getProperty(OUTCOME_UNKNOWN, false, Boolean.class)) {
            return Empty.getDefaultInstance();
        }
        throw known;
    }

    /** The leader's answer, as the REST interface knows it. */
    public Object answer(@Body Object answer) {
        return answer instanceof NodeSpec worker ? new Assigned(worker.getId(), worker.getAddress()) : Map.of();
    }

    private void leaveConnection(StatusRuntimeException failure, Exchange exchange) {
        if (RpcErrors.isOfConnection(failure)) {
            long used = exchange.getProperty(CONNECTION, Long.class);
            connection.compareAndSet(used, used + 1); // of all that fail at the same time, one
        }
    }

    private boolean isSucceeded(Leader failed) {
        return leadership.isLeader()
                || leadership.leader().filter(now -> !now.equals(failed)).isPresent();
    }
}
