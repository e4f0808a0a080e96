package caravan.frontier.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Request;
import caravan.frontier.CrawlHome;
import caravan.frontier.HostGate;
import caravan.frontier.Lease;
import caravan.frontier.Notes;
import caravan.frontier.Notes.Kind;
import caravan.task.Task;
import caravan.task.Tasks;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the next run of a crawl on disk begins with. */
class NextRunTest {
    private static final Task TASK =
            Tasks.codec().readYaml("name: t\ndelay: 0\nseeds: [http://h.example/]\nschedule: every 1d", "t");
    private static final byte[] NOTE = "note".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void takesTheSameRequestsAnewInTheSameProcess() {
        try (RocksHomes homes = homes()) {
            for (int run = 1; run <= 3; run++) {
                try (CrawlHome home = run == 1 ? homes.open("id", TASK) : homes.next("id", TASK)) {
                    assertThat(home.frontier().offer(List.of(Request.seed("http://h.example/"))))
                            .as("run " + run)
                            .isEqualTo(1);
                    Lease lease = home.frontier().lease().orElseThrow();
                    home.frontier().ack(lease);
                    assertThat(home.frontier().offer(List.of(Request.seed("http://h.example/"))))
                            .isZero();
                }
            }
        }
    }

    @Test
    void keepsWhatIsKnownOfPagesAndNotOfTheRun() {
        try (RocksHomes homes = homes()) {
            try (CrawlHome home = homes.open("id", TASK)) {
                home.notes().put(Kind.CRAWL, "progress", NOTE);
                List.of("http://a/", "http://b/", "http://c/", "http://書/")
                        .forEach(name -> home.notes().put(Kind.PAGE, name, NOTE));
            }
            try (CrawlHome home = homes.next("id", TASK)) {
                assertThat(home.notes().find(Kind.CRAWL, "progress")).isEmpty();
                assertThat(names(home.notes(), "", 2)).containsExactly("http://a/", "http://b/");
                assertThat(names(home.notes(), "http://b/", 9)).containsExactly("http://c/", "http://書/");
                home.notes().remove(Kind.PAGE, "http://b/");
                assertThat(names(home.notes(), "http://b/", 1)).containsExactly("http://c/");
                assertThat(names(home.notes(), "http://書/", 1)).isEmpty();
            }
        }
    }

    private RocksHomes homes() {
        RocksHomes.Settings settings = new RocksHomes.Settings(8 << 20, Duration.ofMinutes(1));
        return RocksHomes.below(folder, new HostGate(System::nanoTime), settings);
    }

    private static List<String> names(Notes notes, String after, int most) {
        List<String> names = new ArrayList<>();
        notes.readOn(Kind.PAGE, after, (name, note) -> {
            names.add(name);
            return names.size() < most;
        });
        return names;
    }
}
