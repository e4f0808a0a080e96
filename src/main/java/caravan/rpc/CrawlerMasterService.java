package caravan.rpc;

import caravan.rpc.proto.CrawlerMasterGrpc;
import caravan.rpc.proto.NodeList;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceList;
import caravan.rpc.proto.ResourceSpec;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;

/** What masters offer over gRPC: each call is a route, and what goes wrong there is answered here. Thread-safe. */
public final class CrawlerMasterService extends CrawlerMasterGrpc.CrawlerMasterImplBase {
    private final ProducerTemplate routes;

    public CrawlerMasterService(ProducerTemplate routes) {
        this.routes = routes;
    }

    @Override
    public void addResource(ResourceSpec request, StreamObserver<NodeSpec> caller) {
        answer(caller, "direct:rpc-resource-add", request, NodeSpec.class);
    }

    @Override
    public void deleteResource(ResourceSpec request, StreamObserver<Empty> caller) {
        answer(caller, "direct:rpc-resource-delete", request, Empty.class);
    }

    @Override
    public void getResource(ResourceSpec request, StreamObserver<ResourceSpec> caller) {
        answer(caller, "direct:rpc-resource-get", request, ResourceSpec.class);
    }

    @Override
    public void listResources(Empty request, StreamObserver<ResourceList> caller) {
        answer(caller, "direct:rpc-resource-list", request, ResourceList.class);
    }

    @Override
    public void listWorkers(Empty request, StreamObserver<NodeList> caller) {
        answer(caller, "direct:rpc-workers", request, NodeList.class);
    }

    @Override
    public void getLeader(Empty request, StreamObserver<NodeSpec> caller) {
        answer(caller, "direct:rpc-leader", request, NodeSpec.class);
    }

    private <A> void answer(StreamObserver<A> caller, String route, Object request, Class<A> type) {
        A answer;
        try {
            answer = Optional.ofNullable(routes.requestBody(route, request))
                    .map(type::cast)
                    .orElseThrow(() -> new IllegalStateException("no answer from " + route));
        } catch (RuntimeException e) {
            caller.onError(RpcErrors.toStatus(e));
            return;
        }
        caller.onNext(answer);
        caller.onCompleted();
    }
}
