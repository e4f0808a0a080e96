package caravan.app;

import caravan.cluster.Reconciler;
import caravan.cluster.Resources;
import caravan.cluster.local.LocalNode;
import caravan.cluster.local.LocalResourceStore;
import caravan.cluster.local.LocalTaskStore;
import caravan.pipeline.Crawls;
import caravan.sink.JsonLinesSink;
import caravan.sink.SinkHealthCheck;
import caravan.task.TaskCodec;
import caravan.task.TaskFiles;
import caravan.web.CrawlMetrics;
import caravan.web.LocalReports;
import caravan.web.ProblemWriter;
import caravan.web.ResourceApi;
import caravan.web.StatusApi;
import caravan.web.TaskApi;
import caravan.web.TryApi;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import routes.AdminRoutes;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.LeaderRoutes;
import routes.LocalWorkerRoutes;
import routes.MasterRoutes;
import routes.SinkRoutes;
import routes.StatusRoutes;

/** A process that is its own cluster: REST, tasks and crawling in one, until it is told to stop. */
final class StandaloneNode {
    private static final Logger LOG = LoggerFactory.getLogger(StandaloneNode.class);

    private final Settings settings;
    private final NodeIdentity identity;
    private final LocalTaskStore tasks = new LocalTaskStore();
    private final LocalResourceStore store = new LocalResourceStore();
    private final LocalNode self;
    private final Resources resources;
    private final TryKit tryKit;

    /** @param role that it goes by */
    StandaloneNode(Settings settings, String role) {
        this.settings = settings;
        this.identity = NodeIdentity.of(role, settings);
        this.self = new LocalNode(
                settings.node().id(), settings.node().http().toCall().toString());
        this.tryKit = new TryKit(settings);
        this.resources = new Resources(store, store, tasks, self, InstantSource.system());
    }

    /** Returns when the process was told to stop and everything has been stopped. */
    int run() throws IOException, InterruptedException {
        HostPort http = settings.node().http();
        PortCheck.requireFree(http);
        TaskFiles.load(settings.node().tasks(), codec()).forEach(tasks::put);
        JsonLinesSink sink = JsonLinesSink.open(settings.sink().file(), false);
        Engine engine = new Engine(settings, sink, () -> true);
        CamelApp camel = CamelApp.start(
                HttpProperties.of(settings),
                beans(engine),
                new ErrorRoutes(),
                new StatusRoutes(),
                new AdminRoutes(),
                new LeaderRoutes(),
                new MasterRoutes(),
                new LocalWorkerRoutes(),
                new CrawlRoutes(),
                new SinkRoutes());
        ShutdownSignal signal = new ShutdownSignal();
        try {
            camel.watch(new SinkHealthCheck(sink));
            camel.measure(new CrawlMetrics(engine.crawls()));
            store.onChange(() -> camel.send("{{caravan.queue.resources}}"));
            camel.send("{{caravan.queue.resources}}"); // for what came before anybody listened
            engine.sinkFailure().reason().thenRun(signal::give);
            PortCheck.requireOurs(http, identity.instance());
            settings.node().seedTasks().forEach(name -> resources.add(name, ""));
            LOG.info(
                    "{} is up http={} tasks={} output={}",
                    identity.role(),
                    http,
                    tasks.list().size(),
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
        Map<String, Object> beans = new HashMap<>(engine.beans());
        beans.put("leadership", self);
        beans.put("workerDirectory", self);
        beans.put("resourceApi", new ResourceApi(resources, new LocalReports(crawls), self));
        beans.put("taskApi", new TaskApi(tasks, codec()));
        beans.put("tryApi", new TryApi(tasks, tryKit.tryout(), settings.fetch().allowPrivate()));
        beans.put("statusApi", new StatusApi(identity.forStatus(), Map::of, crawls::all));
        beans.put("problemWriter", new ProblemWriter());
        beans.put("reconciler", new Reconciler(settings.node().id(), store, new CrawlRunner(crawls, tasks)));
        return beans;
    }

    private TaskCodec codec() {
        return new TaskCodec(settings.taskDefaults());
    }
}
