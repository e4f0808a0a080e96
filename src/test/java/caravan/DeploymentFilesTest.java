package caravan;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.task.Durations;
import caravan.task.Task;
import caravan.task.TaskFiles;
import caravan.task.Tasks;
import caravan.testkit.YamlFile;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The files under {@code docker/} agree with one another, and with the settings there are. */
class DeploymentFilesTest {
    private static final Path DOCKER = Path.of("docker");
    private static final Set<String> IMAGE_PORTS = Set.of("8080", "9090");
    /** What Camel takes to stop, after what is in flight. */
    private static final Duration CAMEL_STOPS = Duration.ofSeconds(5);

    private final String dockerfile = read(DOCKER.resolve("Dockerfile"));
    private final JsonNode compose =
            YamlFile.documents(DOCKER.resolve("compose.yaml")).get(0);
    private final List<JsonNode> manifests = YamlFile.in(DOCKER.resolve("k8s")).stream()
            .flatMap(file -> YamlFile.documents(file).stream())
            .toList();

    @Test
    void everyManifestSaysWhatItIsAndLeavesTheNamespaceOpen() {
        assertThat(manifests).hasSize(8).allSatisfy(manifest -> {
            assertThat(manifest.path("apiVersion").asText()).isIn("v1", "apps/v1");
            assertThat(manifest.path("kind").asText()).isNotEmpty();
            assertThat(manifest.at("/metadata/name").asText()).startsWith("caravan-");
            assertThat(manifest.at("/metadata/namespace").isMissingNode()).isTrue();
        });
    }

    @Test
    void everyVariableIsASetting() {
        List<String> named = new ArrayList<>();
        compose.at("/services")
                .forEach(service -> service.path("environment").fieldNames().forEachRemaining(named::add));
        containers().forEach(container -> container.path("env").forEach(each -> named.add(text(each, "name"))));
        kind("ConfigMap").forEach(map -> map.path("data").fieldNames().forEachRemaining(named::add));
        words("CARAVAN_[A-Z_]+", dockerfile).forEach(named::add);
        assertThat(named)
                .filteredOn(name -> name.startsWith("CARAVAN_"))
                .contains("CARAVAN_ID", "CARAVAN_FETCH_ALLOW_PRIVATE", "CARAVAN_LOG_FORMAT", "CARAVAN_GRPC")
                .isSubsetOf(variables());
    }

    @Test
    void selectorsFindTheirPods() {
        assertThat(workloads()).hasSize(3).allSatisfy(workload -> assertThat(workload.at("/spec/selector/matchLabels"))
                .isEqualTo(workload.at("/spec/template/metadata/labels")));
        assertThat(kind("Service")).hasSize(3).allSatisfy(service -> {
            JsonNode pods = workloads()
                    .filter(workload ->
                            workload.at("/spec/template/metadata/labels").equals(service.at("/spec/selector")))
                    .findFirst()
                    .orElseThrow();
            List<String> ports = texts(pods.at("/spec/template/spec/containers/0/ports"), "name");
            assertThat(texts(service.at("/spec/ports"), "targetPort"))
                    .isNotEmpty()
                    .isSubsetOf(ports);
        });
        assertThat(kind("StatefulSet"))
                .extracting(set -> set.at("/spec/serviceName").asText())
                .isSubsetOf(names("Service"));
    }

    @Test
    void whatIsReferredToIsThere() {
        assertThat(workloads()).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            List<String> volumes = new ArrayList<>(texts(pod.path("volumes"), "name"));
            workload.at("/spec/volumeClaimTemplates")
                    .forEach(claim -> volumes.add(claim.at("/metadata/name").asText()));
            JsonNode container = pod.at("/containers/0");
            assertThat(texts(container.path("volumeMounts"), "name")).containsExactlyInAnyOrderElementsOf(volumes);
            List<String> ports = texts(container.path("ports"), "name");
            assertThat(Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                            .map(container::path))
                    .allSatisfy(probe ->
                            assertThat(ports).contains(probe.findValue("port").asText()));
            List<String> maps = new ArrayList<>();
            pod.findValues("configMap").forEach(map -> maps.add(text(map, "name")));
            pod.findValues("configMapRef").forEach(map -> maps.add(text(map, "name")));
            assertThat(maps).isSubsetOf(names("ConfigMap"));
        });
    }

    @Test
    void podsRunAsNobodyInParticularAndWriteOnlyToVolumes() {
        assertThat(workloads()).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(dockerfile)
                    .contains("USER " + pod.at("/securityContext/runAsUser").asText() + ":");
            assertThat(pod.at("/containers/0/securityContext/readOnlyRootFilesystem")
                            .asBoolean())
                    .isTrue();
            assertThat(texts(pod.at("/containers/0/volumeMounts"), "mountPath")).contains("/tmp");
            assertThat(pod.at("/containers/0/resources/limits/memory").asText()).isNotEmpty();
        });
    }

    @Test
    void nodesHaveTimeToStop() {
        Duration needed = Durations.parse(settings().getProperty("caravan.shutdown.timeout"))
                .plus(CAMEL_STOPS);
        assertThat(workloads())
                .extracting(
                        workload -> Duration.ofSeconds(workload.at("/spec/template/spec/terminationGracePeriodSeconds")
                                .asLong()))
                .allMatch(grace -> grace.compareTo(needed) > 0);
        assertThat(nodes()).hasSize(5).allSatisfy(node -> assertThat(Durations.parse(text(node, "stop_grace_period")))
                .isGreaterThan(needed));
        assertThat(configured("CARAVAN_SHUTDOWN_TIMEOUT"))
                .isEqualTo(settings().getProperty("caravan.shutdown.timeout"));
    }

    @Test
    void portsAgree() {
        assertThat(dockerfile)
                .contains("EXPOSE 8080 9090", "CARAVAN_HTTP=:8080 CARAVAN_GRPC=:9090")
                .contains("127.0.0.1:8080/observe/health/ready");
        assertThat(configured("CARAVAN_HTTP")).isEqualTo(":8080");
        assertThat(configured("CARAVAN_GRPC")).isEqualTo(":9090");
        assertThat(containers().filter(container -> !text(container, "name").equals("etcd")))
                .allSatisfy(container -> assertThat(texts(container.path("ports"), "containerPort"))
                        .containsExactlyInAnyOrderElementsOf(IMAGE_PORTS));
        assertThat(nodes()).allSatisfy(node -> {
            assertThat(node.at("/environment/CARAVAN_HTTP").asText()).isEqualTo(":8080");
            assertThat(node.at("/environment/CARAVAN_GRPC").asText()).isEqualTo(":9090");
            assertThat(node.at("/healthcheck/test").toString()).contains(":8080/observe/health/ready");
        });
    }

    @Test
    void mastersAreCalledByGrpcAndWorkersByRest() {
        assertThat(containers()
                        .filter(container -> container.findValuesAsText("name").contains("CARAVAN_ADVERTISE")))
                .extracting(container -> text(container, "name") + " "
                        + StreamSupport.stream(container.path("env").spliterator(), false)
                                .filter(each -> text(each, "name").equals("CARAVAN_ADVERTISE"))
                                .map(each -> text(each, "value"))
                                .findFirst()
                                .orElseThrow())
                .containsExactlyInAnyOrder("master $(POD_IP):9090", "worker $(POD_IP):8080");
        compose.path("services").properties().forEach(service -> {
            String command = service.getValue().path("command").toString();
            if (command.contains("--advertise=")) {
                String port = command.contains("\"master\"") ? "9090" : "8080";
                assertThat(command).contains("--advertise=" + service.getKey() + ":" + port);
            }
        });
    }

    @Test
    void publishesOnThisMachineOnly() {
        List<String> published = new ArrayList<>();
        compose.path("services")
                .forEach(service -> service.path("ports").forEach(port -> published.add(port.asText())));
        assertThat(published)
                .hasSize(6)
                .doesNotHaveDuplicates()
                .allMatch(port -> port.matches("127\\.0\\.0\\.1:\\d+:(8080|9090)"));
    }

    @Test
    void imagesAreOfThisVersion() {
        String version = words("(?<=<version>)[^<]+", read(Path.of("pom.xml")))
                .findFirst()
                .orElseThrow();
        Stream<String> images = Stream.concat(
                containers().map(container -> text(container, "image")),
                compose.path("services").findValuesAsText("image").stream());
        assertThat(images).hasSize(10).allMatch(image -> image.matches("caravan(-etcd)?:" + Pattern.quote(version)));
    }

    @Test
    void tasksCanBeRead() {
        List<Task> mounted = TaskFiles.load(DOCKER.resolve("tasks"), Tasks.codec());
        assertThat(mounted).extracting(Task::name).containsExactly("bookshop");
        JsonNode inTheMap = kind("ConfigMap")
                .filter(map -> map.at("/metadata/name").asText().equals("caravan-tasks"))
                .findFirst()
                .orElseThrow()
                .path("data");
        assertThat(inTheMap).isNotEmpty();
        inTheMap.properties()
                .forEach(file -> assertThat(Tasks.codec()
                                        .readYaml(file.getValue().asText(), file.getKey())
                                        .name() + ".yaml")
                        .isEqualTo(file.getKey()));
    }

    private Stream<JsonNode> kind(String kind) {
        return manifests.stream().filter(manifest -> text(manifest, "kind").equals(kind));
    }

    private Stream<JsonNode> workloads() {
        return Stream.concat(kind("Deployment"), kind("StatefulSet"));
    }

    private Stream<JsonNode> containers() {
        return workloads().map(workload -> workload.at("/spec/template/spec/containers/0"));
    }

    /** The masters and workers of the compose file. */
    private Stream<JsonNode> nodes() {
        return StreamSupport.stream(compose.path("services").spliterator(), false)
                .filter(service -> service.path("command").toString().contains("--id="));
    }

    private List<String> names(String kind) {
        return kind(kind).map(each -> each.at("/metadata/name").asText()).toList();
    }

    private String configured(String variable) {
        return kind("ConfigMap")
                .map(map -> map.path("data").path(variable).asText())
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static List<String> texts(JsonNode list, String key) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> text(each, key))
                .toList();
    }

    private static String text(JsonNode node, String key) {
        return node.path(key).asText();
    }

    private static Stream<String> words(String regex, String text) {
        return Pattern.compile(regex).matcher(text).results().map(MatchResult::group);
    }

    private static Set<String> variables() {
        Set<String> keys = new TreeSet<>(settings().stringPropertyNames());
        Set<String> variables = new TreeSet<>();
        keys.forEach(key -> variables.add(key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT)));
        return variables;
    }

    private static Properties settings() {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            settings.load(reader);
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
