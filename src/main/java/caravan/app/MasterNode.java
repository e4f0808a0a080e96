package caravan.app;

import caravan.cluster.Leader;
import caravan.cluster.Resources;
import caravan.cluster.etcd.EtcdElection;
import caravan.cluster.etcd.EtcdElection.Candidate;
import caravan.cluster.etcd.EtcdResourceStore;
import caravan.cluster.etcd.EtcdTaskStore;
import caravan.cluster.etcd.EtcdWorkerDirectory;
import caravan.cluster.etcd.LeaderView;
import caravan.cluster.etcd.ResourceView;
import caravan.cluster.etcd.Seeding;
import caravan.cluster.etcd.StatusBoard;
import caravan.cluster.etcd.WorkerView;
import caravan.component.cluster.ElectionClusterService;
import caravan.etcd.Etcd;
import caravan.rpc.CrawlerMasterService;
import caravan.rpc.ForwardDeadline;
import caravan.rpc.Forwarder;
import caravan.rpc.LeaderComponent;
import caravan.rpc.RpcMessages;
import caravan.rpc.RpcServer;
import caravan.task.Durations;
import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskFiles;
import caravan.web.ProblemWriter;
import caravan.web.ReadinessCheck;
import caravan.web.ResourceApi;
import caravan.web.StatusApi;
import caravan.web.TaskApi;
import caravan.web.TryApi;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.impl.cluster.ClusteredRoutePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.AdminRoutes;
import routes.ErrorRoutes;
import routes.ForwardRoutes;
import routes.LeaderRoutes;
import routes.MasterRoutes;
import routes.MembershipRoutes;
import routes.RpcRoutes;
import routes.StatusRoutes;

/** One of the masters: takes requests, and assigns tasks to workers while it leads. It crawls nothing. */
final class MasterNode {
    private static final Logger LOG = LoggerFactory.getLogger(MasterNode.class);
    private static final String NAMESPACE = "masters";
    /** How long a change that the leader failed waits for another leader. After a clean stop there is one by then. */
    private static final Duration SUCCESSION = Duration.ofSeconds(1);

    /** How long requests that are under way at the end may take. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final Settings settings;
    private final NodeIdentity self;
    private final Etcd etcd;
    private final EtcdElection election;
    private final ElectionClusterService clusterService;
    private final TryKit tryKit;
    private final LeaderView view = new LeaderView(new ResourceView(), new WorkerView());

    MasterNode(Settings settings) {
        this.settings = settings;
        this.self = NodeIdentity.of("master", settings);
        ClusterSettings cluster = settings.cluster();
        etcd = new Etcd(cluster.etcd());
        election = new EtcdElection(
                etcd,
                new Etcd(cluster.leasing()),
                cluster.lease(),
                new Candidate(asLeader().id(), asLeader().address(), self.instance()));
        tryKit = new TryKit(settings);
        election.onChange(view::unsync);
        clusterService = new ElectionClusterService(election, self.id());
    }

    /** This master, as the others know it while it leads. */
    private Leader asLeader() {
        return new Leader(self.id(), self.address(settings.cluster().grpc()));
    }

    /** Returns when the process was told to stop and everything has been stopped. */
    int run() throws InterruptedException {
        HostPort http = settings.node().http();
        HostPort grpc = settings.cluster().grpc();
        PortCheck.requireFree(http);
        List<Task> definitions = TaskFiles.load(settings.node().tasks(), codec());
        ShutdownSignal signal = new ShutdownSignal();
        // The election ends before Camel does: once all that this master was asked for is answered, others may lead.
        try (etcd;
                tryKit;
                CamelApp camel = start(definitions);
                election) {
            try (RpcServer rpc =
                    RpcServer.start(grpc.host(), grpc.port(), List.of(new CrawlerMasterService(camel.producer())))) {
                election.start();
                PortCheck.requireOurs(http, self.instance());
                rpc.healthFrom(() -> election.isConnected() && election.leader().isPresent());
                LOG.info("master is up id={} http={} grpc={} etcd={}", self.id(), http, grpc, etcd.where());
                signal.await();
                LOG.info("stopping: finishing what is in flight, then resigning");
                rpc.drain();
                camel.turnAway();
            }
            camel.awaitQuiet(QUIET);
            clusterService.stop(); // or the routes of the leader would be stopped twice at the same time
        } finally {
            signal.stopped();
        }
        LOG.info("stopped");
        return ExitCode.DONE;
    }

    private CamelApp start(List<Task> definitions) {
        CamelApp camel = CamelApp.start(
                HttpProperties.of(settings),
                beans(definitions),
                new ErrorRoutes(),
                new StatusRoutes(),
                new AdminRoutes(),
                new RpcRoutes(),
                new LeaderRoutes(),
                new ForwardRoutes(),
                new MasterRoutes(),
                new MembershipRoutes());
        camel.watch(new ReadinessCheck("etcd", election::isConnected, "etcd does not answer"));
        camel.watch(new ReadinessCheck("leader", () -> election.leader().isPresent(), "no master leads"));
        return camel;
    }

    private Map<String, Object> beans(List<Task> definitions) {
        EtcdTaskStore tasks = new EtcdTaskStore(etcd, codec());
        EtcdResourceStore store = new EtcdResourceStore(etcd, election, view.resources());
        Resources resources = new Resources(store, view.resources(), tasks, view.workers(), InstantSource.system());
        StatusBoard board = new StatusBoard(etcd);
        Duration patience = Durations.parse(settings.properties().get("caravan.forward.timeout"));
        Map<String, Object> beans = new HashMap<>();
        beans.put("etcd", etcd);
        beans.put("leadership", election);
        beans.put("clusterService", clusterService);
        beans.put("leaderOnly", leaderOnly(clusterService));
        beans.put("leaderView", view);
        beans.put("resourceView", view.resources());
        beans.put("workerView", view.workers());
        beans.put("workerDirectory", new EtcdWorkerDirectory(etcd));
        beans.put("resources", resources);
        beans.put(
                "seeding",
                new Seeding(etcd, election, tasks, definitions, settings.node().seedTasks()));
        beans.put("resourceApi", new ResourceApi(resources, board, election));
        beans.put("taskApi", new TaskApi(tasks, codec()));
        beans.put("tryApi", new TryApi(tasks, tryKit.tryout(), settings.fetch().allowPrivate()));
        beans.put("statusApi", new StatusApi(self.forStatus(), this::standing, List::of));
        beans.put("problemWriter", new ProblemWriter());
        beans.put("forwarder", new Forwarder(asLeader(), election, SUCCESSION));
        beans.put("forwardDeadline", new ForwardDeadline(patience));
        beans.put("grpc", new LeaderComponent());
        beans.put("rpcMessages", new RpcMessages());
        return beans;
    }

    private static ClusteredRoutePolicy leaderOnly(ElectionClusterService service) {
        try {
            return ClusteredRoutePolicy.forNamespace(service, NAMESPACE);
        } catch (Exception e) {
            throw new IllegalStateException("a policy of a service at hand cannot fail", e);
        }
    }

    private Map<String, Object> standing() {
        Map<String, Object> standing = new LinkedHashMap<>();
        standing.put("leading", election.isLeader());
        standing.put("leaderReady", view.isReady());
        election.leader().ifPresent(leader -> standing.put("leader", leader));
        standing.put("etcd", election.isConnected() ? "connected" : "away");
        standing.put("revision", view.resources().revision());
        standing.put("malformedResources", view.resources().malformed());
        if (view.isReady()) { // others than the leader do not follow them
            standing.put("resources", view.resources().list().size());
            standing.put("workers", view.workers().workers().size());
        }
        return standing;
    }

    private TaskCodec codec() {
        return new TaskCodec(settings.taskDefaults());
    }
}
