package caravan.app.trial;

import caravan.CaravanException;
import caravan.demo.BookshopSite;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code caravan cluster}: a whole cluster on this machine, to try it. Its processes end with this one, on Linux even
 * when this one is killed; elsewhere a kill -9 leaves them running.
 */
@Command(
        name = "cluster",
        description = "Runs etcd, masters, workers and a small site to crawl on this machine, to try a cluster.",
        mixinStandardHelpOptions = true)
public final class ClusterCommand implements Callable<Integer> {
    private static final int MOST = 9;
    private static final Duration A_WHILE = Duration.ofHours(1);

    private final Supplier<StopSignal> signals;

    @Spec
    private CommandSpec spec;

    @Option(names = "--masters", paramLabel = "N", description = "How many masters, 1 to 9 (default 3).")
    private int masters = 3;

    @Option(names = "--workers", paramLabel = "N", description = "How many workers, 1 to 9 (default 2).")
    private int workers = 2;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Keeps data, logs and records there (default: a folder that is deleted at the end).")
    private Path dir;

    /** @param signals starts to listen for the signal to stop */
    public ClusterCommand(Supplier<StopSignal> signals) {
        this.signals = signals;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireInRange("--masters", masters);
        requireInRange("--workers", workers);
        Programs programs = Programs.find(System.getenv());
        StopSignal signal = signals.get();
        try (WorkFolder folder = WorkFolder.open(Optional.ofNullable(dir))) {
            run(programs, folder, signal);
        } finally {
            signal.stopped();
        }
        return ExitCode.OK;
    }

    private static void requireInRange(String option, int number) {
        if (number < 1 || number > MOST) {
            throw CaravanException.invalid(option + " must be 1 to " + MOST + ", was " + number);
        }
    }

    private void run(Programs programs, WorkFolder folder, StopSignal signal) throws InterruptedException {
        TrialPlan plan = TrialPlan.choose(folder.path(), masters, workers);
        PrintWriter err = spec.commandLine().getErr();
        try (BookshopSite site = BookshopSite.start(plan.site());
                TrialCluster cluster = new TrialCluster(plan, new ArgumentLists(programs, plan))) {
            WorkFolder.write(plan.tasks().resolve(BookshopTask.NAME + ".yaml"), BookshopTask.yaml(site.url()));
            err.println("starting etcd, masters (" + masters + ") and workers (" + workers + ") in " + plan.folder());
            if (cluster.start(signal)) {
                tell(new Guide(plan, cluster::pid, site.url(), cluster.leader(), folder.kept()));
                cluster.watch(line -> err.println("caravan: " + line));
                awaitStop(signal);
            }
            err.println("stopping: workers, then masters, then etcd");
        }
    }

    private void tell(Guide guide) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(guide.text());
        out.flush();
    }

    private static void awaitStop(StopSignal signal) throws InterruptedException {
        boolean asked = false;
        while (!asked) {
            asked = signal.await(A_WHILE);
        }
    }
}
