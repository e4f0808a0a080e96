package caravan.app;

import caravan.CaravanException;
import caravan.pipeline.Job;
import caravan.sink.JsonLinesSink;
import caravan.task.Outputs;
import caravan.task.Task;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.SinkRoutes;

/** One crawl from its seeds to its end, or to the signal that ends it; a schedule of its task is of no account. */
final class CrawlRun {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Settings settings;
    private final Task task;
    private final Console console;
    private final Optional<ResumeFolder> folder;
    /** Set by whoever ends the crawl: its own end, or a signal. The other one then leaves it alone. */
    private final AtomicBoolean ending = new AtomicBoolean();

    private final CountDownLatch ended = new CountDownLatch(1);

    CrawlRun(Settings settings, Task task, Console console, Optional<ResumeFolder> folder) {
        this.settings = settings;
        this.task = task;
        this.console = console;
        this.folder = folder;
    }

    /** @return the process's exit code */
    int run() throws IOException, InterruptedException {
        boolean goesOn = folder.filter(ResumeFolder::hasCrawl).isPresent();
        try (JsonLinesSink sink = JsonLinesSink.open(file(), !goesOn);
                Engine engine = new Engine(settings, sink, () -> true, homes());
                CamelApp camel = startCamel(engine)) {
            folder.ifPresent(ResumeFolder::begin);
            Job job = engine.crawls().open(UUID.randomUUID().toString(), task);
            folder.ifPresent(ResumeFolder::keep);
            Thread onSignal = new Thread(() -> interrupt(engine, camel, sink, job), "caravan-interrupt");
            Runtime.getRuntime().addShutdownHook(onSignal);
            awaitEnd(engine, job);
            if (!ending.compareAndSet(false, true)) {
                onSignal.join();
                return ExitCode.DONE; // not seen by anybody: the process already ends with the signal's own code
            }
            return end(engine, job);
        } finally {
            ended.countDown();
        }
    }

    private Homes homes() {
        return folder.map(its -> Homes.at(its.path(), settings.frontier())).orElseGet(Homes::inMemory);
    }

    private CamelApp startCamel(Engine engine) {
        return CamelApp.start(
                settings.properties(),
                engine.beans(),
                Extensions.open(settings.additions()),
                new ErrorRoutes(),
                new CrawlRoutes(),
                new SinkRoutes(settings.sink().named()));
    }

    private void awaitEnd(Engine engine, Job job) throws InterruptedException {
        Progress progress = new Progress(job, console);
        while (!ending.get()
                && !job.crawl().awaitEnd(POLL)
                && !engine.sinkFailure().reason().isDone()) {
            progress.tick();
            engine.crawls().note();
        }
        progress.clear();
    }

    private int end(Engine engine, Job job) {
        if (engine.sinkFailure().reason().isDone()) {
            throw new CaravanException(
                    CaravanException.Kind.INTERNAL,
                    engine.sinkFailure().reason().join());
        }
        console.say(new Summary(job, output()).text("done"));
        if (!job.crawl().counters().anySeedFetched()) {
            console.warn("no seed could be fetched");
            return ExitCode.NOTHING_FETCHED;
        }
        return ExitCode.DONE;
    }

    /** Runs when the process was told to end: nothing new is taken, what is in flight is finished and written. */
    private void interrupt(Engine engine, CamelApp camel, JsonLinesSink sink, Job job) {
        try {
            if (!ending.compareAndSet(false, true)) {
                ended.await(settings.node().shutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
                return;
            }
            console.say("stopping: finishing what is in flight");
            engine.finishInFlight(camel, settings.node().shutdownTimeout());
            camel.close();
            String summary = new Summary(job, output()).text("interrupted");
            engine.close();
            sink.close();
            console.say(summary);
            folder.ifPresent(its -> console.say("go on with: caravan crawl --resume " + its.path()));
        } catch (IOException e) {
            console.warn("cannot close " + settings.sink().output() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The file of ours, which starts afresh; one that nothing goes to is left alone. */
    private String file() {
        return usesDefaultSink() ? settings.sink().file() : "-";
    }

    private boolean usesDefaultSink() {
        return task.outputs().itemSinks().contains(Outputs.DEFAULT_SINK);
    }

    /** Where records go, for people: a sink of the user's own is named by its endpoint, or by the name it has. */
    private String output() {
        if (!usesDefaultSink()) {
            return String.join(", ", task.outputs().items());
        }
        return settings.sink().isOwnFile()
                ? settings.sink().output()
                : settings.sink().endpoint();
    }
}
