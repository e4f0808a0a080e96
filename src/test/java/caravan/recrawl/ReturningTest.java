package caravan.recrawl;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Ask;
import caravan.crawl.Request;
import caravan.frontier.Notes;
import caravan.task.ScopeFilter;
import caravan.task.Task;
import caravan.task.Tasks;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReturningTest {
    private static final Instant BEFORE = Instant.parse("2026-03-01T03:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final String SITE = "http://h.example";

    private final TreeMap<String, byte[]> pages = new TreeMap<>();
    private final Notes notes = new PageNotes(pages);
    private final PageMemory memory = new PageMemory(notes, new PageMemory.Run(NOW, true), () -> NOW);
    private final List<List<Request>> offered = new ArrayList<>();

    @Test
    void goesLevelByLevelAndChunkByChunk() {
        Task task = task("");
        IntStream.range(0, 2_500).forEach(i -> remember(request("/one/" + i, 1), BEFORE));
        remember(request("/four", 4), BEFORE);
        remember(request("/two", 2), BEFORE);
        Returning returning = new Returning(memory, true);
        assertThat(bring(returning, task)).isTrue();
        assertThat(offered).extracting(List::size).containsExactly(1_000, 1_000, 500);
        assertThat(offered.stream().flatMap(List::stream).distinct()).hasSize(2_500);
        offered.clear();
        assertThat(bring(returning, task)).isTrue();
        assertThat(bring(returning, task)).isTrue();
        assertThat(returning.isDone()).isTrue();
        assertThat(bring(returning, task)).isFalse();
        assertThat(urls()).containsExactly("/two", "/four");
    }

    @Test
    void passesOverLevelsOfWhichNothingIsNew() {
        Task task = task("");
        IntStream.range(1, 6).forEach(depth -> remember(request("/" + depth, depth), BEFORE));
        Returning returning = new Returning(memory, true);
        assertThat(returning.bring(
                        task, scope(task), requests -> requests.get(0).depth() < 4 ? 0 : requests.size()))
                .isTrue();
        assertThat(bring(returning, task)).isTrue();
        assertThat(urls()).containsExactly("/5");
    }

    @Test
    void leavesOutWhatTheTaskHasNoUseFor() {
        Task task = task("depth: 3\nexclude: [/secret]");
        remember(Request.seed(SITE + "/"), BEFORE);
        remember(request("/kept", 1), BEFORE);
        remember(request("/of-this-run", 1), NOW);
        remember(request("/deep", 4), BEFORE);
        remember(request("/secret", 1), BEFORE);
        remember(new Request("http://other.example/", Ask.GET, "", Map.of(), 1, 0, 0, 0, SITE), BEFORE);
        remember(new Request(SITE + "/ruled", Ask.GET, "book", Map.of(), 1, 0, 0, 0, SITE), BEFORE);
        pages.put(SITE + "/damaged", "{".getBytes(StandardCharsets.UTF_8));
        assertThat(bring(new Returning(memory, true), task)).isTrue();
        assertThat(urls()).containsExactly("/kept");
    }

    @Test
    void bringsOnlyWhatIsDue() {
        Task task = task("recrawl: {min: 12h, max: 8d}");
        remember(read("/due", Duration.ofDays(1)));
        remember(read("/later", Duration.ofDays(2)));
        remember(request("/never-read", 1), BEFORE);
        assertThat(bring(new Returning(memory, true), task)).isTrue();
        assertThat(urls()).containsExactly("/due", "/never-read");
    }

    @Test
    void bringsEverythingAfterARunThatWasCutShort() {
        Task task = task("recrawl: {min: 12h, max: 8d}");
        remember(read("/later", Duration.ofDays(2)));
        PageMemory untrusted = new PageMemory(notes, new PageMemory.Run(NOW, false), () -> NOW);
        untrusted.follow(Manner.of(task, Duration.ofDays(1)));
        assertThat(new Returning(untrusted, true).bring(task, scope(task), this::offer))
                .isTrue();
        assertThat(urls()).containsExactly("/later");
    }

    @Test
    void bringsNothingInTheFirstRun() {
        remember(request("/a", 1), BEFORE);
        assertThat(bring(new Returning(memory, false), task(""))).isFalse();
    }

    private boolean bring(Returning returning, Task task) {
        memory.follow(Manner.of(task, Duration.ofDays(1)));
        return returning.bring(task, scope(task), this::offer);
    }

    private int offer(List<Request> requests) {
        offered.add(requests);
        return requests.size();
    }

    private List<String> urls() {
        return offered.stream()
                .flatMap(List::stream)
                .map(request -> request.url().substring(SITE.length()))
                .toList();
    }

    private void remember(Request request, Instant at) {
        remember(PageState.unread(request, at));
    }

    private void remember(PageState state) {
        pages.put(state.request().key(), state.write());
    }

    private static PageState read(String path, Duration interval) {
        Request request = request(path, 1);
        String reading =
                Manner.of(task("recrawl: {min: 12h, max: 8d}"), Duration.ZERO).reading();
        PageState unread = PageState.unread(request, BEFORE);
        return new PageState(
                request, unread.validators(), "00", reading, BEFORE, BEFORE, interval, BEFORE.plus(interval));
    }

    private static Request request(String path, int depth) {
        return new Request(SITE + path, Ask.GET, "", Map.of(), depth, 0, 0, 0, SITE + "/");
    }

    private static Task task(String more) {
        return Tasks.codec().readYaml("name: t\nseeds: [" + SITE + "/]\nschedule: every 1d\n" + more, "t");
    }

    private static ScopeFilter scope(Task task) {
        return new ScopeFilter(task.scope(), List.of(SITE + "/"));
    }

    /** Notes of pages, in a map. */
    private record PageNotes(TreeMap<String, byte[]> pages) implements Notes {
        @Override
        public Optional<byte[]> find(Kind kind, String name) {
            return Optional.ofNullable(pages.get(name));
        }

        @Override
        public void put(Kind kind, String name, byte[] note) {
            pages.put(name, note);
        }

        @Override
        public void remove(Kind kind, String name) {
            pages.remove(name);
        }

        @Override
        public void forEach(Kind kind, BiConsumer<String, byte[]> reader) {
            pages.forEach(reader);
        }

        @Override
        public void readOn(Kind kind, String after, BiPredicate<String, byte[]> reader) {
            for (Map.Entry<String, byte[]> entry : pages.tailMap(after, false).entrySet()) {
                if (!reader.test(entry.getKey(), entry.getValue())) {
                    return;
                }
            }
        }
    }
}
