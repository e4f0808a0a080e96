package caravan.rpc;

import caravan.cluster.Leader;
import caravan.rpc.proto.CrawlerMasterGrpc.CrawlerMasterImplBase;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceSpec;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/** A leader that does what the test says with each forwarded change, and then fails it as the test says. */
final class ScriptedLeader extends CrawlerMasterImplBase implements AutoCloseable {
    private final Queue<ResourceSpec> asked = new ConcurrentLinkedQueue<>();
    private final Consumer<ResourceSpec> work;
    private final RuntimeException answer;
    private final RpcServer server;

    ScriptedLeader(RuntimeException answer, Consumer<ResourceSpec> work) {
        this(0, answer, work);
    }

    ScriptedLeader(int port, RuntimeException answer, Consumer<ResourceSpec> work) {
        this.work = work;
        this.answer = answer;
        server = RpcServer.start("127.0.0.1", port, List.of(this));
    }

    Queue<ResourceSpec> asked() {
        return asked;
    }

    Leader asLeader() {
        return new Leader("scripted", "127.0.0.1:" + server.port());
    }

    @Override
    public void addResource(ResourceSpec request, StreamObserver<NodeSpec> caller) {
        fail(request, caller);
    }

    @Override
    public void deleteResource(ResourceSpec request, StreamObserver<Empty> caller) {
        fail(request, caller);
    }

    @Override
    public void close() {
        server.close();
    }

    private void fail(ResourceSpec request, StreamObserver<?> caller) {
        asked.add(request);
        work.accept(request);
        caller.onError(answer);
    }
}
