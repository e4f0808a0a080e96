package caravan.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bean for users' routes that fails some times before it stores. What it did stands in files of its folder.
 * Thread-safe.
 */
public final class FlakySink {
    private final AtomicInteger attempts = new AtomicInteger();
    private String folder = "";
    private int failures;

    public void setFolder(String folder) {
        this.folder = folder;
    }

    public void setFailures(int failures) {
        this.failures = failures;
    }

    public void take(String lines) throws IOException {
        int attempt = attempts.incrementAndGet();
        Files.writeString(Path.of(folder, "attempts.txt"), String.valueOf(attempt));
        if (attempt <= failures) {
            throw new IOException("down for the " + attempt + ". time");
        }
        Files.writeString(
                Path.of(folder, "stored.jsonl"),
                lines.strip() + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
