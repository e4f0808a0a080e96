package caravan.app.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final URI ONE = URI.create("http://127.0.0.1:1");
    private static final URI OTHER = URI.create("http://127.0.0.1:2");

    private final StatusReport report = new StatusReport(List.of(
            MasterState.of(answer("{'role':'master','id':'m1','crawls':{},'later':1}")),
            MasterState.of(new Silence(OTHER, "connection refused", false))));

    @Test
    void showsEverythingToPeople() {
        report.leader(answer("{'id':'m1','address':'127.0.0.1:9091'}"));
        report.workers(answer("[{'id':'w1','address':'h:1','load':3},{'address':'h:2'},{'id':'w3'}]"));
        report.resources(answer("[{'WorkerID':'w1','Crawl':{'state':'running'}},{'WorkerID':'w1'},{'WorkerID':''},7]"));
        assertThat(report.text()).isEqualTo("""
                        leader     m1 (127.0.0.1:9091)

                        MASTER              ROLE    ID  VERSION  STATE
                        http://127.0.0.1:1  master  m1  -        up
                        http://127.0.0.1:2  -       -   -        down: connection refused

                        WORKER  ADDRESS  RESOURCES
                        w1      h:1              2
                        -       h:2              0
                        w3      -                0

                        resources  4  (running 1 · unassigned 1 · unknown 2)
                        """);
    }

    @Test
    void showsWhatItHasWhenPartsAreMissing() {
        report.noLeader("no master leads at the moment");
        assertThat(report.text())
                .startsWith("leader     unknown: no master leads at the moment\n")
                .contains("workers    unknown\n", "resources  unknown\n");
        report.workers(answer("[{'id':'w1'}]"));
        assertThat(report.text()).contains("w1      -                -\n");
    }

    @Test
    void saysWhenThereIsNothing() {
        report.workers(answer("[]"));
        report.resources(answer("[]"));
        assertThat(report.text()).contains("workers    none\n", "resources  none\n");
    }

    @Test
    void givesScriptsWhatTheMastersSaid() throws IOException {
        report.leader(answer("{'id':'m1','address':'h:1'}"));
        report.resources(answer("[{'ID':'1','CreationTime':1795470039514463506}]"));
        JsonNode json = new JsonMapper().readTree(report.json());
        assertThat(json.fieldNames()).toIterable().containsExactly("leader", "masters", "workers", "resources");
        assertThat(json.at("/leader/id").asText()).isEqualTo("m1");
        assertThat(json.get("workers").isNull()).isTrue();
        assertThat(json.at("/resources/0/CreationTime").asLong()).isEqualTo(1795470039514463506L);
        assertThat(json.get("masters"))
                .hasToString("[{\"url\":\"http://127.0.0.1:1\",\"up\":true,\"role\":\"master\",\"id\":\"m1\"},"
                        + "{\"url\":\"http://127.0.0.1:2\",\"up\":false,\"problem\":\"connection refused\"}]");
    }

    @Test
    void takesAServerForDownThatIsNoMaster() {
        MasterState state = MasterState.of(new Answer(ONE, 200, "", "<html>".getBytes(StandardCharsets.UTF_8)));
        assertThat(state.isUp()).isFalse();
        assertThat(MasterState.of(new Answer(ONE, 500, "", new byte[0])).problem())
                .endsWith("answered 500");
    }

    private static Answer answer(String json) {
        return new Answer(ONE, 200, "", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
