package caravan.app.trial;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What of the trial runs where, all of it on the loopback address.
 *
 * @param folder  absolute; everything is kept below it
 * @param etcd    port for its clients
 * @param peer    port for other members of etcd, of which there are none
 * @param site    port of the demo site
 * @param masters at least one
 * @param workers at least one
 */
record TrialPlan(Path folder, int etcd, int peer, int site, List<Member> masters, List<Member> workers) {
    static final String HOST = "127.0.0.1";
    /** Name of the process, of its folder and its log. */
    static final String ETCD = "etcd";

    private static final int FIRST_HTTP = 8080;
    private static final int FIRST_GRPC = 9090;

    TrialPlan {
        masters = List.copyOf(masters);
        workers = List.copyOf(workers);
    }

    /** Numbers on from the usual ports, passing over those that are taken. */
    static TrialPlan choose(Path folder, int masters, int workers) {
        try (FreePorts ports = new FreePorts()) {
            List<Member> chosenMasters = members(Member.MASTER, masters, 0, ports);
            List<Member> chosenWorkers = members(Member.WORKER, workers, masters, ports);
            int site = ports.prefer(FIRST_HTTP + masters + workers);
            // Not etcd's usual ports: who has an etcd in earnest on this machine is not to mix it up with this one.
            return new TrialPlan(folder, ports.any(), ports.any(), site, chosenMasters, chosenWorkers);
        }
    }

    private static List<Member> members(String role, int count, int before, FreePorts ports) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Member(
                        role, i + 1, ports.prefer(FIRST_HTTP + before + i), ports.prefer(FIRST_GRPC + before + i)))
                .toList();
    }

    /** Masters, then workers. */
    List<Member> members() {
        return Stream.concat(masters.stream(), workers.stream()).toList();
    }

    String etcdUrl() {
        return "http://" + HOST + ":" + etcd;
    }

    String peerUrl() {
        return "http://" + HOST + ":" + peer;
    }

    Path folderOf(String name) {
        return folder.resolve(name);
    }

    Path logOf(String name) {
        return folder.resolve(name + ".log");
    }

    Path tasks() {
        return folder.resolve("tasks");
    }
}
