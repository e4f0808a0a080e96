package caravan.app;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.FileName;
import caravan.cluster.Reconciler;
import caravan.cluster.Templates;
import caravan.cluster.etcd.Duty;
import caravan.cluster.etcd.ElectionView;
import caravan.cluster.etcd.EtcdTaskStore;
import caravan.cluster.etcd.Registration;
import caravan.cluster.etcd.ResourceView;
import caravan.cluster.etcd.StatusReporter;
import caravan.cluster.etcd.WorkerEntry;
import caravan.cluster.local.DataFolder;
import caravan.etcd.Etcd;
import caravan.pipeline.Crawls;
import caravan.rpc.RpcServer;
import caravan.sink.JsonLinesSink;
import caravan.sink.SinkHealthCheck;
import caravan.task.TaskCodec;
import caravan.web.CrawlMetrics;
import caravan.web.CrawlStatus;
import caravan.web.ProblemWriter;
import caravan.web.ReadinessCheck;
import caravan.web.StatusApi;
import caravan.web.StoreHealthCheck;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.RecurRoutes;
import routes.SinkRoutes;
import routes.StatusRoutes;
import routes.WorkerRoutes;

/** A worker of a cluster: registers in etcd, and crawls what it finds assigned to it there. */
final class WorkerNode {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerNode.class);

    private final Settings settings;
    private final NodeIdentity self;
    private final ShutdownSignal signal;
    private final DataFolder data;
    private final JsonLinesSink sink;
    private final Etcd etcd;
    private final Registration registration;
    private final ResourceView view = new ResourceView();
    private final ElectionView election = new ElectionView();
    private final Engine engine;
    private final Duty duty;
    private final Reconciler reconciler;

    WorkerNode(Settings settings) throws IOException {
        this.settings = settings;
        this.self = NodeIdentity.of("worker", settings);
        ClusterSettings cluster = settings.cluster();
        PortCheck.requireFree(settings.node().http());
        // Several workers may be started in one place, each with its own name.
        data = DataFolder.open(settings.node().data().resolve(FileName.of(self.id())));
        sink = JsonLinesSink.open(settings.sink().file(), false);
        etcd = new Etcd(cluster.etcd());
        registration = new Registration(new Etcd(cluster.leasing()), cluster.lease(), entry());
        TaskCodec codec = new TaskCodec(settings.taskDefaults());
        Templates templates = new Templates(new EtcdTaskStore(etcd, codec), codec);
        // The engine asks the duty, the duty needs what runs, and that is the engine's.
        engine = new Engine(settings, sink, this::isOnDuty, Homes.below(data.path(), settings.frontier()));
        reconciler = new Reconciler(self.id(), view, new CrawlRunner(engine.crawls(), templates));
        duty = new Duty(etcd, registration.key(), view, reconciler);
        signal = new ShutdownSignal(); // last: from now on the end of the process waits for that of the run
    }

    private boolean isOnDuty() {
        return duty.isOn();
    }

    /** Returns when the process was told to stop and everything has been stopped. */
    int run() throws IOException, InterruptedException {
        HostPort http = settings.node().http();
        HostPort grpc = settings.cluster().grpc();
        try (CamelApp camel = start();
                RpcServer rpc = RpcServer.start(grpc.host(), grpc.port(), List.of())) {
            PortCheck.requireOurs(http, self.instance());
            registration.refused().thenRun(signal::give);
            registration.start();
            rpc.healthFrom(() -> registration.key().isConnected() && duty.isOn());
            LOG.info("worker is up id={} http={} grpc={} etcd={}", self.id(), http, grpc, etcd.where());
            signal.await();
            LOG.info("stopping: finishing what is in flight");
            rpc.drain();
            engine.finishInFlight(camel, settings.node().shutdownTimeout());
            registration.close(); // from now on others may have what was ours
        } finally {
            close();
            signal.stopped();
        }
        return outcome();
    }

    private void close() throws IOException {
        registration.close();
        engine.close();
        etcd.close();
        sink.close();
        data.close();
        LOG.info("stopped");
    }

    private int outcome() {
        if (registration.refused().isDone()) {
            throw new CaravanException(Kind.INTERNAL, registration.refused().join());
        }
        return engine.sinkFailure().reason().isDone() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private CamelApp start() {
        CamelApp camel = CamelApp.start(
                HttpProperties.of(settings),
                beans(),
                Extensions.open(settings.additions()),
                new ErrorRoutes(),
                new StatusRoutes(),
                new WorkerRoutes(),
                new RecurRoutes(),
                new CrawlRoutes(),
                new SinkRoutes(settings.sink().named()));
        camel.watch(new SinkHealthCheck(engine.sinkStates()));
        camel.watch(new StoreHealthCheck(engine::storeTroubles));
        camel.watch(new ReadinessCheck("etcd", registration.key()::isConnected, "etcd does not answer"));
        camel.watch(new ReadinessCheck("duty", duty::isOn, "not registered, or not yet in line with what is stored"));
        camel.measure(new CrawlMetrics(engine.crawls()));
        engine.sinkFailure().reason().thenRun(signal::give);
        return camel;
    }

    private Map<String, Object> beans() {
        Crawls crawls = engine.crawls();
        Map<String, Object> beans = new HashMap<>(engine.beans());
        beans.put("etcd", etcd);
        beans.put("duty", duty);
        beans.put("electionView", election);
        beans.put("statusApi", new StatusApi(self.forStatus(), this::standing, crawls::all));
        beans.put("problemWriter", new ProblemWriter());
        beans.put(
                "statusReporter",
                new StatusReporter(etcd, self.id(), registration.key(), reconciler, name -> crawls.find(name)
                        .<Object>map(CrawlStatus::of)));
        return beans;
    }

    private Map<String, Object> standing() {
        Map<String, Object> standing = new LinkedHashMap<>();
        standing.put("onDuty", duty.isOn());
        election.leader().ifPresent(leader -> standing.put("leader", leader));
        standing.put("etcd", registration.key().isConnected() ? "connected" : "away");
        standing.put("revision", view.revision());
        standing.put("malformedResources", view.malformed());
        standing.put("problems", reconciler.problems());
        standing.put("stores", engine.storeTroubles());
        return standing;
    }

    private WorkerEntry entry() {
        return new WorkerEntry(
                self.id(),
                self.address(settings.node().http()),
                self.besides(settings.cluster().grpc()),
                settings.cluster().capacity(),
                Version.current(),
                self.instance(),
                self.startedAt().toString());
    }
}
