package caravan.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.rpc.proto.CrawlerMasterGrpc;
import caravan.rpc.proto.CrawlerMasterGrpc.CrawlerMasterBlockingStub;
import caravan.rpc.proto.ResourceSpec;
import caravan.testkit.Cluster.Node;
import caravan.testkit.MasterCluster;
import caravan.testkit.RestClient;
import caravan.testkit.RestClient.Answer;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a master that does not lead answers to what cannot be done: the same that the leader would. */
@Timeout(90)
class MasterErrorsIT {
    @TempDir
    static Path folder;

    private static MasterCluster cluster;
    private static RestClient rest;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        cluster = new MasterCluster(folder).start(2, 1);
        cluster.define(Stream.of("idle", "added"));
        Node follower = cluster.nodes().follower();
        rest = follower.rest();
        channel = ManagedChannelBuilder.forAddress("127.0.0.1", follower.grpc())
                .usePlaintext()
                .build();
        assertThat(rest.post("/crawler/resource", "{\"name\":\"added\"}").status())
                .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST   | /crawler/resource        | {\"name\":\"nobody\"} | 404 | no task named 'nobody'",
                "POST   | /crawler/resource        | {\"name\":\"added\"}  | 409 | resource 'added' was added already",
                "DELETE | /crawler/resource        | {\"name\":\"idle\"}   | 404 | no resource named 'idle'",
                "DELETE | /crawler/resource/nobody |                       | 404 | no resource named 'nobody'",
                "DELETE | /crawler/resource/a%2Fb  |                       | 400 | task name 'a/b' must be",
                "GET    | /crawler/resource/idle   |                       | 404 | no resource named 'idle'",
                "POST   | /crawler/resource        | {\"name\":\"a b\"}     | 400 | task name 'a b' must be",
                "POST   | /crawler/resource        | {\"nome\":\"idle\"}    | 400 | the body must be",
                "POST   | /crawler/resource        | {                     | 400 | the body must be",
                "POST   | /crawler/resource        | <name>idle</name>     | 400 | the body must be",
                "PUT    | /crawler/tasks/web       | {\"name\":\"web\",\"delai\":\"1s\"} | 400 | unknown key 'delai'",
            })
    void saysWhatIsWrong(String method, String path, String body, int status, String detail) {
        Answer answer = rest.send(method, path, RestClient.JSON, body == null ? "" : body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.json().path("detail").asText()).contains(detail);
        assertThat(answer.body()).doesNotContain("Exception", "io.grpc", "caravan.");
    }

    @Test
    void refusesOtherMediaTypesAndLargeBodies() {
        assertThat(rest.send("POST", "/crawler/resource", "text/plain", "{\"name\":\"idle\"}")
                        .status())
                .isEqualTo(415);
        assertThat(rest.post("/crawler/resource", "{\"name\":\"" + "a".repeat(1 << 20) + "\"}")
                        .status())
                .isEqualTo(413);
        assertThat(cluster.nodes().resources()).doesNotContainKey("idle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "news\n"})
    void answersInvalidArgumentToWhatIsNoName(String name) {
        ResourceSpec bad = spec(name);
        assertThat(code(() -> master().addResource(bad))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(code(() -> master().deleteResource(bad))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(code(() -> master().getResource(bad))).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void answersTheSameOverGrpc() {
        assertThat(code(() -> master().addResource(spec("nobody")))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(() -> master().deleteResource(spec("idle")))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(() -> master().getResource(spec("idle")))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(() -> master().addResource(spec("added")))).isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void answersUnavailableAndWhenToComeBackWithoutEtcd() {
        cluster.nodes().etcd().pause();
        try {
            StatusRuntimeException refusal = refusal(() -> master().addResource(spec("idle")));
            assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
            assertThat(refusal.getTrailers().get(Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER)))
                    .isEqualTo("2");
            assertThat(code(() -> master().getResource(spec("idle")))).isEqualTo(Code.UNAVAILABLE);
        } finally {
            cluster.nodes().etcd().resume();
            cluster.awaitActing();
        }
    }

    @Test
    void tellsItsHealthAndItsServices() throws Exception {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .check(HealthCheckRequest.newBuilder()
                                .setService("caravan.CrawlerMaster")
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
        assertThat(services()).contains("caravan.CrawlerMaster", "grpc.health.v1.Health");
    }

    private static List<String> services() throws Exception {
        CompletableFuture<ServerReflectionResponse> first = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse answer) {
                        first.complete(answer);
                    }

                    @Override
                    public void onError(Throwable fault) {
                        first.completeExceptionally(fault);
                    }

                    @Override
                    public void onCompleted() {
                        first.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
        ServerReflectionResponse answer = first.get(20, TimeUnit.SECONDS);
        asking.onCompleted();
        return answer.getListServicesResponse().getServiceList().stream()
                .map(ServiceResponse::getName)
                .toList();
    }

    private static CrawlerMasterBlockingStub master() {
        return CrawlerMasterGrpc.newBlockingStub(channel).withDeadlineAfter(20, TimeUnit.SECONDS);
    }

    private static ResourceSpec spec(String name) {
        return ResourceSpec.newBuilder().setId("any").setName(name).build();
    }

    private static Code code(ThrowingCallable call) {
        return refusal(call).getStatus().getCode();
    }

    private static StatusRuntimeException refusal(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }
}
