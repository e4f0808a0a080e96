package caravan.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan master}: runs until it is stopped. */
@Command(
        name = "master",
        description = "One of the masters of a cluster: takes tasks, and assigns them to workers while it leads.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class MasterCommand implements Callable<Integer> {
    @Mixin
    private ClusterFlags flags;

    @Override
    public Integer call() throws Exception {
        return new MasterNode(flags.loadForNode()).run();
    }
}
