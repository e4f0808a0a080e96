package caravan.app;

import caravan.CaravanException;
import caravan.pipeline.Job;
import caravan.sink.JsonLinesSink;
import caravan.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import routes.CrawlRoutes;
import routes.ErrorRoutes;
import routes.SinkRoutes;

/** One crawl from its seeds to its end, or to the signal that ends it. */
final class CrawlRun {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Of the time a stop may take, the part in which fetches may still end by themselves. */
    private static final double PATIENT_SHARE = 0.6;

    private final Settings settings;
    private final Task task;
    private final Console console;
    private final AtomicBoolean interrupted = new AtomicBoolean();

    CrawlRun(Settings settings, Task task, Console console) {
        this.settings = settings;
        this.task = task;
        this.console = console;
    }

    /** @return the process's exit code */
    int run() throws IOException, InterruptedException {
        try (JsonLinesSink sink = openSink();
                Engine engine = new Engine(settings, sink);
                CamelApp camel = startCamel(engine)) {
            Job job = engine.crawls().open(UUID.randomUUID().toString(), task);
            Thread onSignal = new Thread(() -> interrupt(engine, camel, sink, job), "caravan-interrupt");
            Runtime.getRuntime().addShutdownHook(onSignal);
            awaitEnd(engine, job);
            if (!interrupted.compareAndSet(false, true)) {
                // The signal's thread ends the process; the code of that end is the signal's.
                Thread.sleep(settings.node().shutdownTimeout().toMillis() * 2);
            }
            Runtime.getRuntime().removeShutdownHook(onSignal);
            return end(engine, job);
        }
    }

    private CamelApp startCamel(Engine engine) {
        return CamelApp.start(
                settings.properties(), engine.beans(), new ErrorRoutes(), new CrawlRoutes(), new SinkRoutes());
    }

    private JsonLinesSink openSink() {
        String output = settings.sink().output();
        try {
            return output.equals("-") ? JsonLinesSink.standardOutput() : JsonLinesSink.replacing(Path.of(output));
        } catch (IOException | java.nio.file.InvalidPathException e) {
            throw CaravanException.invalid(
                    "cannot write " + output + ": " + e.getClass().getSimpleName());
        }
    }

    private void awaitEnd(Engine engine, Job job) throws InterruptedException {
        Progress progress = new Progress(job, console);
        while (!job.crawl().awaitEnd(POLL) && !engine.sinkFailure().reason().isDone()) {
            progress.tick();
        }
        progress.clear();
    }

    private int end(Engine engine, Job job) {
        if (engine.sinkFailure().reason().isDone()) {
            throw new CaravanException(
                    CaravanException.Kind.INTERNAL,
                    engine.sinkFailure().reason().join());
        }
        console.say(new Summary(job, settings.sink().output()).text("done"));
        return job.crawl().counters().anySeedFetched() ? ExitCode.DONE : ExitCode.NOTHING_FETCHED;
    }

    /** Runs when the process was told to end: nothing new is taken, what is in flight is finished and written. */
    private void interrupt(Engine engine, CamelApp camel, JsonLinesSink sink, Job job) {
        if (!interrupted.compareAndSet(false, true)) {
            return;
        }
        try {
            console.say("stopping: finishing what is in flight");
            camel.stopTaking();
            long total = settings.node().shutdownTimeout().toMillis();
            if (!engine.awaitQuiet(Duration.ofMillis((long) (total * PATIENT_SHARE)))) {
                engine.cancelFetches();
                engine.awaitQuiet(Duration.ofMillis((long) (total * (1 - PATIENT_SHARE) / 2)));
            }
            camel.close();
            sink.close();
            console.say(new Summary(job, settings.sink().output()).text("interrupted"));
        } catch (IOException e) {
            console.warn("cannot close " + settings.sink().output() + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
