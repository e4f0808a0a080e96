package caravan.rpc;

import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.frontier.CrawlHomes;
import caravan.pipeline.Crawls;
import caravan.pipeline.Outboxes;
import caravan.rpc.proto.CrawlerMasterGrpc;
import caravan.rpc.proto.CrawlerMasterGrpc.CrawlerMasterBlockingStub;
import caravan.rpc.proto.ResourceSpec;
import caravan.testkit.Ports;
import caravan.web.LocalReports;
import caravan.web.ResourceApi;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import routes.ForwardRoutes;
import routes.LeaderRoutes;
import routes.MasterRoutes;
import routes.RpcRoutes;

/** A master in this process: its routes, its gRPC server on a free port, and whatever leader the test says. */
final class TestMaster implements AutoCloseable, Leadership {
    static final Duration DEADLINE = Duration.ofMillis(800);

    private final String id;
    private final int port = Ports.free();
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final RpcServer server;
    private final ManagedChannel channel;
    private volatile Optional<Leader> leader = Optional.empty();

    TestMaster(String id, TestCluster cluster) throws Exception {
        this.id = id;
        camel.getShutdownStrategy().setTimeout(1);
        camel.getRegistry().bind("leadership", this);
        camel.getRegistry().bind("workerDirectory", cluster);
        camel.getRegistry()
                .bind("resourceApi", new ResourceApi(cluster.resources(), new LocalReports(noCrawls()), this));
        camel.getRegistry().bind("rpcMessages", new RpcMessages());
        camel.getRegistry().bind("grpc", new LeaderComponent());
        camel.getRegistry().bind("forwarder", new Forwarder(asLeader(), this, Duration.ofMillis(600)));
        camel.getRegistry().bind("forwardDeadline", new ForwardDeadline(DEADLINE));
        camel.addRoutes(new LeaderRoutes());
        camel.addRoutes(new MasterRoutes());
        camel.addRoutes(new RpcRoutes());
        camel.addRoutes(new ForwardRoutes());
        camel.start();
        server = RpcServer.start("127.0.0.1", port, List.of(new CrawlerMasterService(camel.createProducerTemplate())));
        channel = ManagedChannelBuilder.forTarget(address()).usePlaintext().build();
    }

    static ResourceSpec spec(String name) {
        return ResourceSpec.newBuilder().setId("any").setName(name).build();
    }

    TestMaster follows(Leader other) {
        leader = Optional.of(other);
        return this;
    }

    TestMaster follows(TestMaster other) {
        return follows(other.asLeader());
    }

    TestMaster leads() {
        return follows(asLeader());
    }

    Leader asLeader() {
        return new Leader(id, address());
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    CrawlerMasterBlockingStub client() {
        return CrawlerMasterGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    @Override
    public Optional<Leader> leader() {
        return leader;
    }

    @Override
    public boolean isLeader() {
        return leader.filter(asLeader()::equals).isPresent();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        server.close();
        camel.stop();
    }

    private static Crawls noCrawls() {
        return new Crawls(
                CrawlHomes.inMemory(task -> {
                    throw new IllegalStateException("a master does not crawl");
                }),
                new Outboxes(List.of(), 1),
                false);
    }
}
