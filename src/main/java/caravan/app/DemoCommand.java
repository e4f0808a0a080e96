package caravan.app;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.demo.BookshopSite;
import caravan.task.Task;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caravan demo}: a site to crawl and the crawl of it, with no network; or the site alone. */
@Command(
        name = "demo",
        description = "Serves a small bookshop on this machine and crawls it; records go to standard output.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private CrawlFlags flags;

    @Option(
            names = "--serve",
            paramLabel = "[HOST]:PORT",
            description = "Only serves the bookshop, there, until it is stopped; HOST is also its name in its links.")
    private String serve = "";

    @Override
    public Integer call() throws Exception {
        return serve.isEmpty() ? crawl() : serve(address());
    }

    private HostPort address() {
        try {
            return HostPort.parse(serve);
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid("--serve: " + e.getMessage());
        }
    }

    private int serve(HostPort address) throws InterruptedException {
        ShutdownSignal signal = new ShutdownSignal();
        try (BookshopSite site = BookshopSite.start(address.host(), address.port())) {
            new Console(flags.quiet()).say("a bookshop is open at " + site.url());
            signal.await();
        } catch (UncheckedIOException e) {
            throw new CaravanException(
                    Kind.INTERNAL,
                    "cannot listen on " + address + ": " + e.getCause().getMessage(),
                    e);
        } finally {
            signal.stopped();
        }
        return ExitCode.DONE;
    }

    private int crawl() throws Exception {
        Logging.onlyProblems();
        flags.setDefault("caravan.output", "-");
        flags.setDefault("caravan.task.delay", "5ms");
        flags.setDefault("caravan.frontier", "memory");
        Settings settings = flags.load();
        Console console = new Console(flags.quiet());
        try (BookshopSite site = BookshopSite.start(0)) {
            console.say("a bookshop is open at " + site.url() + " and is crawled now");
            Task task = flags.task("demo", List.of(site.url()), settings.taskDefaults());
            int code = new CrawlRun(settings, task, console, Optional.empty()).run();
            console.say(whatNext());
            return code;
        }
    }

    private static String whatNext() {
        return """

                Above, on standard output, is one JSON record per page. Try next:
                  ./caravan crawl https://YOUR-SITE/ --max-pages 100   a site of yours, politely, into pages.jsonl
                  ./caravan standalone                                keep running; add tasks over REST
                  ./caravan crawl --help                              every option""";
    }
}
