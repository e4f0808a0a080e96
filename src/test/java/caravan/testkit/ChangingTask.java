package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A task over a site of its own that is added and deleted over REST, by a client that tries until it is told that it
 * was done: the node may be down meanwhile. It knows what has been fetched and recorded since it was last added.
 * Changes are for one thread at a time.
 */
public final class ChangingTask implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final GraphSite site;
    private final int pages;
    private final RestClient rest;
    private final Path output;
    private volatile boolean added;
    private int changes;
    private int[] countsBefore = {};
    private long lengthBefore;

    private ChangingTask(String name, GraphSite site, int pages, RestClient rest, Path output) {
        this.name = name;
        this.site = site;
        this.pages = pages;
        this.rest = rest;
        this.output = output;
    }

    /** @param output the JSON lines that records go to */
    public static ChangingTask of(String name, int pages, RestClient rest, Path output) throws IOException {
        return new ChangingTask(name, GraphSite.start(pages), pages, rest, output);
    }

    public String name() {
        return name;
    }

    public GraphSite site() {
        return site;
    }

    public boolean isAdded() {
        return added;
    }

    public int changes() {
        return changes;
    }

    public void define() {
        String yaml = "name: %s\nseeds: ['%s']\ndelay: 0ms\nper-host: 1\nrobots: ignore\n".formatted(name, site.url());
        assertThat(answered(() -> rest.send("PUT", "/crawler/tasks/" + name, "application/yaml", yaml)))
                .isBetween(200, 201);
    }

    /** Returns when that was acknowledged; one that is there already was added by a try whose answer was lost. */
    public void add() {
        countsBefore = site.counts();
        lengthBefore = output.toFile().length();
        assertThat(answered(() -> rest.post("/crawler/resource", "{\"name\":\"" + name + "\"}")))
                .isIn(200, 409);
        added = true;
        changes++;
    }

    /** Returns when that was acknowledged; one that is not there was deleted by a try whose answer was lost. */
    public void delete() {
        assertThat(answered(() -> rest.delete("/crawler/resource/" + name))).isIn(200, 404);
        added = false;
        changes++;
    }

    /** Tries until there is an answer of a node that is up. */
    private static int answered(Supplier<RestClient.Answer> request) {
        return await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .atMost(PATIENCE)
                .until(() -> statusOf(request), status -> status != 0 && status != 503);
    }

    private static int statusOf(Supplier<RestClient.Answer> request) {
        try {
            return request.get().status();
        } catch (UncheckedIOException down) {
            return 0;
        }
    }

    /** Whether nothing more is to come of it. */
    public boolean isIdle() {
        return !added || pagesAsked() == pages;
    }

    /** Pages that were asked for since it was last added. */
    public long pagesAsked() {
        return since().filter(count -> count > 0).count();
    }

    /** How often pages were asked for again since then. */
    public long repeated() {
        return since().sum() - pagesAsked();
    }

    private IntStream since() {
        int[] now = site.counts();
        int[] before = countsBefore;
        return IntStream.range(0, pages).map(page -> now[page] - before[page]);
    }

    public Set<String> expected() {
        return IntStream.range(0, pages).mapToObj(site::urlOf).collect(Collectors.toSet());
    }

    /** URLs of its records that came since it was last added. */
    public Set<String> recorded() {
        Set<String> urls = new HashSet<>();
        try {
            byte[] all = Files.readAllBytes(output);
            int from = (int) Math.min(lengthBefore, all.length);
            List<String> lines = new String(all, from, all.length - from, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .toList();
            for (String line : lines) {
                urls.add(new ObjectMapper().readTree(line).path("url").asText());
            }
            return urls;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        site.close();
    }
}
