package caravan.rpc;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Serves gRPC: the services given, health and reflection; everything in it is bounded. Camel's own gRPC consumer would
 * not do: it handles calls on an unbounded pool, sends the texts of exceptions to callers, and has neither health nor
 * reflection. Health says NOT_SERVING until {@link #healthFrom}. Thread-safe.
 */
public final class RpcServer implements AutoCloseable {
    private static final int THREADS = 16;
    private static final int WAITING_CALLS = 64;
    private static final int CALLS_PER_CONNECTION = 100;
    private static final int MAX_REQUEST_BYTES = 64 * 1024;
    private static final int RESETS_PER_WINDOW = 200;
    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int CLOSE_SECONDS = 3;
    private static final Duration CHECK_EVERY = Duration.ofMillis(500);

    private final HealthStatusManager health = new HealthStatusManager();
    private final ExecutorService workers = workers();
    private final ScheduledExecutorService checks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread made = new Thread(work, "caravan-rpc-health");
        made.setDaemon(true);
        return made;
    });
    private final List<ServerServiceDefinition> services;
    private final Server server;

    private RpcServer(InetSocketAddress address, List<BindableService> services) {
        BoundedCalls bounded = new BoundedCalls(workers);
        this.services = services.stream()
                .map(service -> ServerInterceptors.intercept(service, bounded))
                .toList();
        NettyServerBuilder builder = limits(NettyServerBuilder.forAddress(address))
                .directExecutor() // of what runs there, nothing blocks: see BoundedCalls
                .addService(health.getHealthService())
                .addService(ProtoReflectionServiceV1.newInstance())
                .addService(olderReflection());
        this.services.forEach(builder::addService);
        this.server = builder.build();
        serving(false);
    }

    /**
     * @param host name or IP address of this machine
     * @param port 0 for any that is free
     * @throws CaravanException INTERNAL in one line when it cannot listen there; nothing runs then
     */
    public static RpcServer start(String host, int port, List<BindableService> services) {
        RpcServer started = new RpcServer(new InetSocketAddress(host, port), services);
        try {
            started.server.start();
            return started;
        } catch (IOException | RuntimeException e) {
            started.close();
            String address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
            throw new CaravanException(
                    Kind.INTERNAL, "cannot listen on " + address + ": " + reason(e) + " (choose another by --grpc)", e);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** From now on the health service says of this node, and of each of its services, what {@code ready} says. */
    public void healthFrom(BooleanSupplier ready) {
        checks.scheduleWithFixedDelay(
                () -> serving(ready.getAsBoolean()), 0, CHECK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Health says NOT_SERVING for good; calls are still taken. */
    public void drain() {
        checks.shutdownNow();
        health.enterTerminalState();
    }

    private void serving(boolean serving) {
        ServingStatus status = serving ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
        names().forEach(name -> health.setStatus(name, status));
    }

    /** Takes no more calls, and ends those that are not done within 3 s. */
    @Override
    public void close() {
        if (server.isShutdown()) {
            return;
        }
        drain();
        server.shutdown();
        try {
            server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.shutdownNow();
        workers.shutdownNow();
    }

    private Stream<String> names() {
        Stream<String> each =
                services.stream().map(service -> service.getServiceDescriptor().getName());
        return Stream.concat(Stream.of(HealthStatusManager.SERVICE_NAME_ALL_SERVICES), each);
    }

    private static NettyServerBuilder limits(NettyServerBuilder builder) {
        return builder.maxInboundMessageSize(MAX_REQUEST_BYTES)
                .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                .maxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
                .handshakeTimeout(5, TimeUnit.SECONDS)
                .permitKeepAliveTime(5, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .maxConnectionIdle(5, TimeUnit.MINUTES);
    }

    private static ExecutorService workers() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_CALLS),
                work -> new Thread(work, "caravan-rpc-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Many tools still ask by the name that reflection had before it was settled. */
    @SuppressWarnings("deprecation")
    private static BindableService olderReflection() {
        return io.grpc.protobuf.services.ProtoReflectionService.newInstance();
    }

    private static String reason(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Optional.ofNullable(root.getMessage()).orElse(root.getClass().getSimpleName());
    }
}
