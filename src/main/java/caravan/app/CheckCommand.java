package caravan.app;

import caravan.task.Task;
import caravan.task.TaskCodec;
import caravan.task.TaskFiles;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code caravan check FILE…}: tells everything that is wrong with task files, at once. */
@Command(
        name = "check",
        description = "Reads task files and tells everything that is wrong with them, a fault a line.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {"", "Exit codes: 0 nothing is wrong, 2 something is.", "Example: caravan check tasks/ more/books.yaml"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "Task files, YAML or (*.json) JSON; of a folder, its *.yaml and *.yml.")
    private List<Path> paths;

    @Override
    public Integer call() {
        List<String> faults = new ArrayList<>();
        TaskFiles files = TaskFiles.read(files(faults), TaskCodec.forChecks());
        faults.addAll(files.faults());
        PrintWriter out = spec.commandLine().getOut();
        files.tasks().forEach((file, task) -> out.println(file + ": ok, " + inWords(task)));
        out.flush();
        faults.forEach(System.err::println);
        return faults.isEmpty() ? ExitCode.DONE : ExitCode.USAGE;
    }

    private List<Path> files(List<String> faults) {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            List<Path> found = TaskFiles.in(path);
            if (found.isEmpty()) {
                faults.add(path + ": has no *.yaml and no *.yml");
            }
            files.addAll(found);
        }
        return files.stream().distinct().toList();
    }

    private static String inWords(Task task) {
        int rules = task.rules().size();
        String count = rules == 1 ? "1 rule" : rules + " rules";
        String needs = task.parameters().isEmpty() ? "" : ", needs values for " + String.join(", ", task.parameters());
        return "task " + task.name() + ", " + (rules == 0 ? "no rules" : count) + needs;
    }
}
