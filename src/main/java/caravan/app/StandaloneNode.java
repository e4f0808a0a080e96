package caravan.app;

import caravan.cluster.Reconciler;
import caravan.cluster.Resources;
import caravan.cluster.Templates;
import caravan.cluster.local.DataFolder;
import caravan.cluster.local.LocalNode;
import caravan.cluster.local.LocalResourceStore;
import caravan.cluster.local.LocalTaskStore;
import caravan.cluster.local.TaskFolder;
import caravan.pipeline.Crawls;
import caravan.sink.JsonLinesSink;
import caravan.sink.SinkHealthCheck;
import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.web.CrawlMetrics;
import caravan.web.LocalReports;
import caravan.web.ProblemWriter;
import caravan.web.ResourceApi;
import caravan.web.StatusApi;
import caravan.web.StoreHealthCheck;
import caravan.web.TaskApi;
import caravan.web.TryApi;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.RoutesBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.AdminRoutes;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.LeaderRoutes;
import routes.LocalWorkerRoutes;
import routes.MasterRoutes;
import routes.RecurRoutes;
import routes.SinkRoutes;
import routes.StatusRoutes;
import routes.TaskFolderRoutes;

/**
 * A process that is its own cluster: REST, tasks and crawling in one, until it is told to stop. Its resources, and the
 * definitions that came over REST, are there again when it is started again. For one thread.
 */
final class StandaloneNode {
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneNode.class);

    private final Settings settings;
    private final NodeIdentity identity;
    private final LocalTaskStore tasks;
    private final LocalResourceStore store;
    private final LocalNode self;
    private final Templates templates;
    private final Resources resources;
    private final TaskFolder folder;
    private final TryKit tryKit;

    private StandaloneNode(Settings settings, String role, DataFolder data) {
        this.settings = settings;
        this.tasks = new LocalTaskStore(data, codec());
        this.store = new LocalResourceStore(data);
        this.identity = NodeIdentity.of(role, settings);
        this.self = new LocalNode(
                settings.node().id(), settings.node().http().toCall().toString());
        this.templates = new Templates(tasks, codec());
        this.resources = new Resources(store, store, templates, self, InstantSource.system());
        this.folder = new TaskFolder(settings.node().tasks(), codec(), this::takeFromFile);
        this.tryKit = new TryKit(settings);
    }

    /**
     * Returns when the process was told to stop and everything has been stopped.
     *
     * @param role that it goes by
     */
    static int run(Settings settings, String role) throws IOException, InterruptedException {
        PortCheck.requireFree(settings.node().http());
        try (DataFolder data = DataFolder.open(settings.node().data())) {
            return new StandaloneNode(settings, role, data).run();
        }
    }

    private int run() throws IOException, InterruptedException {
        HostPort http = settings.node().http();
        folder.load().forEach(tasks::load);
        resources.reassign(); // what was kept under another id of this node
        JsonLinesSink sink = JsonLinesSink.open(settings.sink().file(), false);
        Engine engine = new Engine(
                settings, sink, () -> true, Homes.below(settings.node().data(), settings.frontier()));
        CamelApp camel = CamelApp.start(
                HttpProperties.of(settings),
                beans(engine),
                Extensions.open(settings.additions()),
                routes().toArray(RoutesBuilder[]::new));
        ShutdownSignal signal = new ShutdownSignal();
        try {
            camel.watch(new SinkHealthCheck(engine.sinkStates()));
            camel.watch(new StoreHealthCheck(engine::storeTroubles));
            camel.measure(new CrawlMetrics(engine.crawls()));
            store.onChange(() -> camel.send("{{caravan.queue.resources}}"));
            camel.send("{{caravan.queue.resources}}"); // for what came before anybody listened
            engine.sinkFailure().reason().thenRun(signal::give);
            PortCheck.requireOurs(http, identity.instance());
            addSeedTasks();
            LOG.info(
                    "{} is up http={} tasks={} resources={} output={}",
                    identity.role(),
                    http,
                    tasks.list().size(),
                    store.list().size(),
                    settings.sink().output());
            signal.await();
        } finally {
            try {
                stop(engine, camel, sink);
            } finally {
                signal.stopped();
            }
        }
        return engine.sinkFailure().reason().isDone() ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void takeFromFile(Task task) {
        resources.requireFit(task);
        tasks.take(task);
    }

    private void addSeedTasks() {
        settings.node().seedTasks().stream()
                .filter(name -> store.find(name).isEmpty())
                .forEach(name -> resources.add(name, ""));
    }

    private List<RoutesBuilder> routes() {
        List<RoutesBuilder> routes = new ArrayList<>(List.of(
                new ErrorRoutes(),
                new StatusRoutes(),
                new AdminRoutes(),
                new LeaderRoutes(),
                new MasterRoutes(),
                new LocalWorkerRoutes(),
                new RecurRoutes(),
                new CrawlRoutes(),
                new SinkRoutes(settings.sink().named())));
        if (!settings.node().tasksReload().isZero()) {
            routes.add(new TaskFolderRoutes());
        }
        return routes;
    }

    private void stop(Engine engine, CamelApp camel, JsonLinesSink sink) throws IOException, InterruptedException {
        LOG.info("stopping: finishing what is in flight");
        engine.finishInFlight(camel, settings.node().shutdownTimeout());
        camel.close();
        engine.close();
        tryKit.close();
        sink.close();
        LOG.info("stopped");
    }

    private Map<String, Object> beans(Engine engine) {
        Crawls crawls = engine.crawls();
        Reconciler reconciler = new Reconciler(settings.node().id(), store, new CrawlRunner(crawls, templates));
        tasks.onPut(reconciler::definitionChanged);
        Map<String, Object> beans = new HashMap<>(engine.beans());
        beans.put("leadership", self);
        beans.put("workerDirectory", self);
        beans.put("resourceApi", new ResourceApi(resources, new LocalReports(crawls), self));
        beans.put("taskApi", new TaskApi(tasks, codec(), resources));
        beans.put("statusApi", new StatusApi(identity.forStatus(), () -> standing(reconciler, engine), crawls::all));
        beans.put("tryApi", new TryApi(tasks, tryKit.tryout(), settings.fetch().allowPrivate()));
        beans.put("problemWriter", new ProblemWriter());
        beans.put("reconciler", reconciler);
        beans.put("taskFolder", folder);
        return beans;
    }

    private Map<String, Object> standing(Reconciler reconciler, Engine engine) {
        Map<String, Object> problems = new TreeMap<>(engine.storeTroubles());
        problems.putAll(reconciler.problems());
        problems.putAll(folder.problems());
        return Map.of("problems", problems);
    }

    private TaskCodec codec() {
        return new TaskCodec(settings.taskDefaults());
    }
}
