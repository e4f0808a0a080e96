package caravan.app.client;

import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whom to ask and how to print, the same for every command that talks to masters. */
final class ClientFlags {
    private static final String ENVIRONMENT = "CARAVAN_MASTER";
    private static final String DEFAULT = "http://127.0.0.1:8080";
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--master",
            paramLabel = "URL[,URL...]",
            description = "Masters, asked in this order (default: $" + ENVIRONMENT + ", else " + DEFAULT + ").")
    private List<String> given = List.of();

    @Option(names = "--json", description = "Print JSON, for scripts.")
    private boolean json;

    boolean json() {
        return json;
    }

    /** Opens what HTTP needs; commands that are not run do without. */
    Wire open() {
        return new Wire(CONNECT_PATIENCE, PATIENCE);
    }

    /** @return at least one */
    List<URI> masters() {
        Optional<String> environment =
                Optional.ofNullable(System.getenv(ENVIRONMENT)).filter(text -> !text.isBlank());
        return Masters.parse(given.isEmpty() ? List.of(environment.orElse(DEFAULT)) : given);
    }

    MasterClient client(List<URI> masters, Wire wire) {
        return new MasterClient(masters, wire, this::tell, ClientFlags::pause);
    }

    Answer send(Call call) {
        return client(masters(), open()).send(call);
    }

    /** Prints text, in UTF-8 whatever the locale, as names may be of any script. */
    void print(String text) {
        print(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Prints a text as it came, and ends its line. */
    void print(byte[] text) {
        PrintStream out = System.out;
        out.write(text, 0, text.length);
        if (text.length > 0 && text[text.length - 1] != '\n') {
            out.write('\n');
        }
        out.flush();
    }

    private void tell(String notice) {
        command.commandLine().getErr().println("caravan: " + notice);
        command.commandLine().getErr().flush();
    }

    private static void pause(Duration time) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }
}
