package caravan.app.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuideTest {
    private static final Member FIRST = new Member("master", 1, 8080, 9090);
    private static final Member SECOND = new Member("master", 2, 8081, 9091);
    private static final Member WORKER = new Member("worker", 1, 8083, 9093);

    @Test
    void tellsWhatRunsWhere() {
        assertThat(guide(Optional.of(2), FIRST, SECOND).text())
                .containsPattern("etcd +104 +127\\.0\\.0\\.1:4001")
                .containsPattern("site +\\d+ +127\\.0\\.0\\.1:8085 .*http://127\\.0\\.0\\.1:8085/")
                .containsPattern("(?m)master-1 +108 +127\\.0\\.0\\.1:8080 +127\\.0\\.0\\.1:9090$")
                .containsPattern("(?m)master-2 +108 +127\\.0\\.0\\.1:8081 +127\\.0\\.0\\.1:9091 +leads$")
                .containsPattern("worker-1 +108 +127\\.0\\.0\\.1:8083 +127\\.0\\.0\\.1:9093 +worker-1/pages.jsonl");
    }

    @Test
    void aimsItsCurlLinesAtAMasterThatDoesNotLead() {
        assertThat(curls(guide(Optional.of(1), FIRST, SECOND)))
                .containsExactly(
                        "curl -X POST http://127.0.0.1:8081/crawler/resource"
                                + " -H 'Content-Type: application/json' -d '{\"id\":\"any\",\"name\":\"bookshop\"}'",
                        "curl http://127.0.0.1:8081/crawler/resource/bookshop",
                        "curl -X DELETE http://127.0.0.1:8081/crawler/resource/bookshop");
    }

    @Test
    void aimsThemAtTheOnlyMasterThereIs() {
        Guide guide = guide(Optional.of(1), FIRST);
        assertThat(curls(guide)).hasSize(3).allMatch(line -> line.contains("http://127.0.0.1:8080/"));
        assertThat(guide.text()).contains("the only one");
    }

    @Test
    void saysWhetherTheFolderStays() {
        Guide guide = guide(Optional.empty(), FIRST, SECOND);
        assertThat(guide.text()).contains("/trial until this ends.").doesNotContain("leads");
        assertThat(new Guide(guide.plan(), guide.pids(), guide.site(), guide.leader(), true).text())
                .contains("/trial.");
    }

    private static List<String> curls(Guide guide) {
        return guide.text().lines().filter(line -> line.startsWith("curl ")).toList();
    }

    /** Its process ids are made up: 100 and as much as the name is long. */
    private static Guide guide(Optional<Integer> leader, Member... masters) {
        TrialPlan plan = new TrialPlan(Path.of("/trial"), 4001, 4002, 8085, List.of(masters), List.of(WORKER));
        return new Guide(plan, name -> 100 + name.length(), "http://127.0.0.1:8085/", leader, false);
    }
}
