package caravan.rpc;

import caravan.cluster.Leader;
import caravan.cluster.Resource;
import caravan.cluster.ResourceCommand;
import caravan.cluster.Worker;
import caravan.rpc.proto.NodeList;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceList;
import caravan.rpc.proto.ResourceSpec;
import caravan.web.ResourceApi.Assigned;
import caravan.web.ResourceApi.ResourceStatus;
import com.google.protobuf.Empty;
import java.util.List;
import org.apache.camel.Body;

/** The messages of the gRPC contract from and to what the routes work with. Stateless. */
public final class RpcMessages {

    /**
     * @return what the message asks for; the id that a client sent is for the client alone
     * @throws caravan.CaravanException INVALID naming what is wrong
     */
    public ResourceCommand command(@Body ResourceSpec message) {
        return new ResourceCommand(
                message.getForwardedBy().isEmpty() ? "" : message.getId(),
                message.getName(),
                message.getTask(),
                message.getValuesMap(),
                message.getForwardedBy());
    }

    /**
     * @throws caravan.CaravanException INVALID when it is no name
     */
    public String name(@Body ResourceSpec message) {
        return ResourceCommand.requireName(message.getName());
    }

    public NodeSpec assigned(@Body Assigned worker) {
        return node(worker.id(), worker.address());
    }

    public Empty nothing() {
        return Empty.getDefaultInstance();
    }

    public ResourceSpec resource(@Body ResourceStatus status) {
        Resource resource = status.resource();
        return ResourceSpec.newBuilder()
                .setId(resource.id())
                .setName(resource.name())
                .setAssignedNode(resource.assignedNode())
                .setCreationTime(resource.creationTime())
                .setTask(resource.task())
                .putAllValues(resource.values())
                .build();
    }

    public ResourceList resources(@Body List<ResourceStatus> resources) {
        return ResourceList.newBuilder()
                .addAllResources(resources.stream().map(this::resource).toList())
                .build();
    }

    public NodeList workers(@Body List<Worker> workers) {
        return NodeList.newBuilder()
                .addAllNodes(workers.stream()
                        .map(worker -> node(worker.id(), worker.address()))
                        .toList())
                .build();
    }

    public NodeSpec leader(@Body Leader leader) {
        return node(leader.id(), leader.address());
    }

    private static NodeSpec node(String id, String address) {
        return NodeSpec.newBuilder().setId(id).setAddress(address).build();
    }
}
