package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.CaravanProcess;
import caravan.testkit.ChangingTask;
import caravan.testkit.Ports;
import caravan.testkit.RestClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone node that is killed again and again while a client adds, deletes and adds tasks again. The sites count
 * what was fetched. How much and how often are system properties, so that the same test makes the figures of a long
 * run: {@code killed.tasks}, {@code killed.pages}, {@code killed.times}, {@code killed.seed}.
 */
@Timeout(3600)
class KilledStandaloneIT {
    private static final int TASKS = Integer.getInteger("killed.tasks", 5);
    private static final int PAGES = Integer.getInteger("killed.pages", 400);
    private static final int KILLS = Integer.getInteger("killed.times", 5);
    private static final long SEED = Long.getLong("killed.seed", 7);
    /** Pages of one task on their way when its node is killed: on the wire, being parsed, in a batch for the sink. */
    private static final int MOST_REPEATED_A_KILL = 25;

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final int port = Ports.free();
    private final RestClient rest = new RestClient(port);
    private final List<ChangingTask> tasks = new ArrayList<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private CaravanProcess node;

    @BeforeEach
    void openSites() throws IOException {
        for (int i = 0; i <= TASKS; i++) {
            tasks.add(ChangingTask.of("task-" + i, PAGES, rest, output()));
        }
        launch().awaitLine("standalone is up");
    }

    @AfterEach
    void close() {
        over.set(true);
        node.close();
        tasks.forEach(ChangingTask::close);
    }

    private Path output() {
        return folder.resolve("pages.jsonl");
    }

    private CaravanProcess launch() {
        node = CaravanProcess.start(
                folder,
                "standalone",
                "--http=127.0.0.1:" + port,
                "--out=pages.jsonl",
                "-Pcaravan.fetch.allow-private=true");
        return node;
    }

    @Test
    void whatWasLastAddedIsCrawledWholeAndWhatWasDeletedIsGoneThoughTheNodeIsKilledAgainAndAgain() throws Exception {
        ChangingTask finished = tasks.remove(0);
        try {
            finished.define();
            finished.add();
            awaitFinished(finished);
            long requests = finished.site().requests();
            tasks.forEach(ChangingTask::define);
            tasks.forEach(ChangingTask::add);
            CompletableFuture<Void> client = CompletableFuture.runAsync(this::change);
            for (int kill = 0; kill < KILLS; kill++) {
                killSoon(kill % 3 == 2);
                launch();
            }
            over.set(true);
            client.join();
            node.awaitLine("standalone is up");
            tasks.stream().filter(ChangingTask::isAdded).forEach(this::awaitFinished);
            assertWhole();
            assertNothingIsKeptOfWhatIsGone(finished);
            assertThat(finished.site().requests())
                    .as("of the task that had ended")
                    .isEqualTo(requests);
            assertThat(node.err()).doesNotContain("Exception");
        } finally {
            finished.close();
        }
    }

    /** Changes a task, lets some pages be fetched, changes another, until that is over. */
    private void change() {
        Random choice = new Random(SEED + 1);
        while (!over.get()) {
            ChangingTask task = tasks.get(choice.nextInt(tasks.size()));
            if (task.isAdded()) {
                task.delete();
            }
            if (choice.nextInt(4) > 0) {
                task.add();
            }
            long until = requests() + 1 + choice.nextInt(PAGES / 2);
            await().pollInterval(Duration.ofMillis(5))
                    .atMost(PATIENCE)
                    .until(() ->
                            over.get() || requests() >= until || tasks.stream().allMatch(ChangingTask::isIdle));
        }
    }

    private long requests() {
        return tasks.stream().mapToLong(task -> task.site().requests()).sum();
    }

    /** @param starting whether it may be killed before it is up */
    private void killSoon(boolean starting) {
        if (starting) {
            Duration some = Duration.ofMillis(1 + random.nextInt(3000));
            await().pollDelay(some).atMost(PATIENCE).until(() -> true);
        } else {
            node.awaitLine("standalone is up");
            long until = requests() + random.nextInt(PAGES);
            await().pollInterval(Duration.ofMillis(3)).atMost(PATIENCE).until(() -> requests() >= until);
        }
        node.signal("KILL");
        node.exitCode();
    }

    private void awaitFinished(ChangingTask task) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> assertThat(
                        rest.get("/crawler/resource/" + task.name())
                                .json()
                                .at("/Crawl/state")
                                .asText())
                .as("%s: %s", task.name(), rest.get("/crawler/status").body())
                .isEqualTo("finished"));
    }

    private void assertWhole() {
        long repeated = 0;
        for (ChangingTask task : tasks.stream().filter(ChangingTask::isAdded).toList()) {
            assertThat(task.recorded()).as(task.name()).containsAll(task.expected());
            assertThat(task.pagesAsked()).as(task.name()).isEqualTo(PAGES);
            repeated += task.repeated();
        }
        System.out.printf(
                "killed %d times under %d changes: %d tasks of %d pages, %d pages fetched again%n",
                KILLS, tasks.stream().mapToInt(ChangingTask::changes).sum(), tasks.size(), PAGES, repeated);
        assertThat(repeated).as("fetched again").isLessThanOrEqualTo((long) KILLS * TASKS * MOST_REPEATED_A_KILL);
    }

    private void assertNothingIsKeptOfWhatIsGone(ChangingTask finished) throws IOException {
        List<String> wanted = Stream.concat(Stream.of(finished), tasks.stream().filter(ChangingTask::isAdded))
                .map(ChangingTask::name)
                .toList();
        assertThat(rest.get("/crawler/resource").json())
                .extracting(each -> each.get("Name").asText())
                .containsExactlyInAnyOrderElementsOf(wanted);
        try (Stream<Path> folders = Files.list(folder.resolve("data/crawls"))) {
            assertThat(folders.map(KilledStandaloneIT::taskIn)).containsExactlyInAnyOrderElementsOf(wanted);
        }
        JsonNode status = rest.get("/crawler/status").json();
        assertThat(status.get("crawls")).hasSize(wanted.size());
        assertThat(status.get("problems")).isEmpty();
    }

    private static String taskIn(Path crawl) {
        try {
            return new ObjectMapper()
                    .readTree(crawl.resolve("manifest.json").toFile())
                    .path("task")
                    .asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
