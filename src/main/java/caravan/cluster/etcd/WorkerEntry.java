package caravan.cluster.etcd;

import caravan.cluster.Worker;

/**
 * What a worker says of itself in etcd.
 *
 * @param address   {@code host:port} of its REST interface
 * @param grpc      {@code host:port} of its gRPC server
 * @param instance  of this start of the process, unique
 * @param startedAt of this start, ISO 8601
 */
public record WorkerEntry(
        String id, String address, String grpc, int capacity, String version, String instance, String startedAt) {

    /** @param key the id in the key: what the value says of its id does not count */
    Worker worker(String key) {
        return new Worker(key, address == null ? "" : address, capacity);
    }
}
