package caravan.app;

import caravan.CaravanException;
import caravan.app.client.StatusCommand;
import caravan.app.client.TaskCommand;
import caravan.app.stored.FrontierCommand;
import caravan.app.stored.RetryCommand;
import caravan.app.trial.ClusterCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;

/** The command line. Without a sub-command it runs as {@code standalone}. */
@Command(
        name = "caravan",
        description = "A web crawler built from Apache Camel routes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {
            CrawlCommand.class,
            CheckCommand.class,
            TryCommand.class,
            DemoCommand.class,
            StandaloneCommand.class,
            MasterCommand.class,
            WorkerCommand.class,
            TaskCommand.class,
            StatusCommand.class,
            FrontierCommand.class,
            RetryCommand.class
        })
public final class Caravan {

    private Caravan() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** @return the process's exit code */
    public static int run(String... args) {
        String[] effective = args.length == 0 ? new String[] {"standalone"} : args;
        return commands()
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(oneLine())
                .setParameterExceptionHandler(Caravan::usageFault)
                .execute(effective);
    }

    private static CommandLine commands() {
        CommandLine cluster = new CommandLine(new ClusterCommand(ShutdownSignal::new));
        cluster.getCommandSpec().versionProvider(new Version());
        return new CommandLine(new Caravan()).addSubcommand(cluster);
    }

    /** A fault that was foreseen is told in one line; any other keeps its stack trace, as it is ours to mend. */
    private static IExecutionExceptionHandler oneLine() {
        return (exception, command, parsed) -> {
            if (exception instanceof CaravanException known) {
                command.getErr().println("caravan: " + known.getMessage());
                return known.kind() == CaravanException.Kind.INVALID ? ExitCode.USAGE : ExitCode.FAILED;
            }
            exception.printStackTrace(command.getErr());
            return ExitCode.FAILED;
        };
    }

    private static int usageFault(ParameterException fault, String[] args) {
        PrintWriter err = fault.getCommandLine().getErr();
        err.println("caravan: " + fault.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(fault, err);
        err.println("Try '" + fault.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }
}
