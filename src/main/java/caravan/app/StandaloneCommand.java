package caravan.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan standalone}: runs until it is stopped, and takes tasks over REST. */
@Command(
        name = "standalone",
        description = "Runs everything in one process: tasks from a folder and over REST, crawled here.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class StandaloneCommand implements Callable<Integer> {
    @Mixin
    private StandaloneFlags flags;

    /** The flags of a node that crawls by itself. */
    static final class StandaloneFlags extends NodeFlags {
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
        // Settings first: the first class with a logger fixes how log lines look.
        Settings settings = flags.load();
        return StandaloneNode.run(settings, "standalone");
    }
}
