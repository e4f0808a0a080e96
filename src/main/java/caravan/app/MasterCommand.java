package caravan.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan master}: runs until it is stopped. */
@Command(
        name = "master",
        description = "One of the masters of a cluster: takes tasks, and assigns them to workers while it leads.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class MasterCommand implements Callable<Integer> {
    @Mixin
    private MasterFlags flags;

    /** The flags of a master. */
    static final class MasterFlags extends ClusterFlags {
        @Option(names = "--tasks", paramLabel = "FOLDER", description = "Task definitions, *.yaml (default ./tasks).")
        void tasks(String value) {
            set("caravan.tasks", value);
        }
    }

    @Override
    public Integer call() throws Exception {
        return new MasterNode(flags.loadForNode()).run();
    }
}
