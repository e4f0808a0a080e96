package caravan.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan worker}: runs until it is stopped. */
@Command(
        name = "worker",
        description = "One of the workers of a cluster: crawls what the masters assign to it.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class WorkerCommand implements Callable<Integer> {
    @Mixin
    private WorkerFlags flags;

    /** The flags of a worker. */
    static final class WorkerFlags extends ClusterFlags {
        @Option(
                names = "--cluster",
                arity = "0..1",
                fallbackValue = "true",
                paramLabel = "true|false",
                description = "false: runs its seed tasks alone, without etcd and masters.")
        void cluster(String value) {
            set("caravan.cluster", value);
        }

        @Option(
                names = {"-o", "--out"},
                paramLabel = "FILE|-",
                description = "Records as JSON lines (default pages.jsonl).")
        void out(String value) {
            set("caravan.output", value);
        }
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = flags.loadForNode();
        return settings.cluster().enabled() ? new WorkerNode(settings).run() : StandaloneNode.run(settings, "worker");
    }
}
