package caravan.rpc;

import static caravan.rpc.TestMaster.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Resource;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceSpec;
import com.google.protobuf.Empty;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a leading master answers over gRPC. */
@Timeout(60)
class CrawlerMasterServiceTest {
    private static final Empty NOTHING = Empty.getDefaultInstance();

    private final TestCluster cluster = new TestCluster();
    private TestMaster master;

    @BeforeEach
    void start() throws Exception {
        master = new TestMaster("m1", cluster).leads();
    }

    @AfterEach
    void stop() {
        master.close();
    }

    @Test
    void addsATaskAndAnswersWithItsWorker() {
        NodeSpec worker = master.client().addResource(spec("news"));
        assertThat(worker.getId()).isEqualTo("w1");
        assertThat(worker.getAddress()).isEqualTo("127.0.0.1:8081");
        assertThat(stored("news").workerId()).isEqualTo("w1");
    }

    @Test
    void ignoresTheIdThatAClientSends() {
        master.client().addResource(spec("news"));
        assertThat(stored("news").id()).isNotEqualTo("any").hasSizeGreaterThan(20);
    }

    @Test
    void deletes() {
        master.client().addResource(spec("news"));
        assertThat(master.client().deleteResource(spec("news"))).isEqualTo(NOTHING);
        assertThat(cluster.store.list()).isEmpty();
    }

    @Test
    void tellsWhatIsStored() {
        master.client().addResource(spec("news"));
        master.client().addResource(spec("books"));
        ResourceSpec news = master.client().getResource(spec("news"));
        assertThat(news.getId()).isEqualTo(stored("news").id());
        assertThat(news.getAssignedNode()).isEqualTo("w1|127.0.0.1:8081");
        assertThat(news.getCreationTime()).isEqualTo(stored("news").creationTime());
        assertThat(news.getForwardedBy()).isEmpty();
        assertThat(master.client().listResources(NOTHING).getResourcesList())
                .extracting(ResourceSpec::getName)
                .containsExactly("books", "news");
    }

    @Test
    void addsATemplateWithValues() {
        ResourceSpec wanted = spec("shop-de").toBuilder()
                .setTask("shop")
                .putValues("site", "de.example")
                .build();
        master.client().addResource(wanted);
        assertThat(stored("shop-de").definition()).isEqualTo("shop");
        ResourceSpec told = master.client().getResource(spec("shop-de"));
        assertThat(told.getTask()).isEqualTo("shop");
        assertThat(told.getValuesMap()).containsExactly(Map.entry("site", "de.example"));
        assertThat(failure(() -> master.client().addResource(spec("shop")))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure(() -> master.client()
                        .addResource(wanted.toBuilder()
                                .setName("x")
                                .setTask("nobody")
                                .build())))
                .isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void tellsWhoLeadsAndWhoWorks() {
        assertThat(master.client().getLeader(NOTHING).getId()).isEqualTo("m1");
        assertThat(master.client().getLeader(NOTHING).getAddress()).isEqualTo(master.address());
        assertThat(master.client().listWorkers(NOTHING).getNodesList())
                .extracting(NodeSpec::getId)
                .containsExactly("w1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "../news", "${body}", "news\n"})
    void answersInvalidArgumentToWhatIsNoName(String name) {
        assertThat(failure(() -> master.client().addResource(spec(name)))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure(() -> master.client().deleteResource(spec(name)))).isEqualTo(Code.INVALID_ARGUMENT);
        assertThat(failure(() -> master.client().getResource(spec(name)))).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void answersNotFoundToWhatIsNotThere() {
        assertThat(failure(() -> master.client().addResource(spec("nobody")))).isEqualTo(Code.NOT_FOUND);
        assertThat(failure(() -> master.client().deleteResource(spec("news")))).isEqualTo(Code.NOT_FOUND);
        assertThat(failure(() -> master.client().getResource(spec("news")))).isEqualTo(Code.NOT_FOUND);
    }

    @Test
    void answersAlreadyExistsToASecondAdd() {
        master.client().addResource(spec("news"));
        StatusRuntimeException refusal = refusal(() -> master.client().addResource(spec("news")));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.ALREADY_EXISTS);
        assertThat(refusal.getStatus().getDescription()).isEqualTo("resource 'news' was added already");
    }

    @Test
    void answersUnavailableAndWhenToComeBackWithoutWorkers() {
        cluster.loseWorkers();
        StatusRuntimeException refusal = refusal(() -> master.client().addResource(spec("news")));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.UNAVAILABLE);
        assertThat(refusal.getStatus().getDescription()).isEqualTo("no worker is there to take 'news'");
        assertThat(refusal.getTrailers().get(Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("2");
    }

    @Test
    void tellsNothingOfAFaultThatWasNotForeseen() {
        cluster.failWith(new IllegalStateException("jdbc:postgresql://db/?password=secret"));
        assertHidden(refusal(() -> master.client().addResource(spec("news"))));
        assertHidden(refusal(() -> master.client().listWorkers(NOTHING)));
    }

    @Test
    void tellsNothingOfAFaultOfOurs() {
        cluster.failWith(new CaravanException(Kind.INTERNAL, "cannot read /secret"));
        assertHidden(refusal(() -> master.client().addResource(spec("news"))));
    }

    @Test
    void addsOnceWhatAnotherMasterForwardsTwice() {
        ResourceSpec forwarded =
                spec("news").toBuilder().setId("id-1").setForwardedBy("m2").build();
        NodeSpec first = master.client().addResource(forwarded);
        assertThat(master.client().addResource(forwarded)).isEqualTo(first);
        assertThat(stored("news").id()).isEqualTo("id-1");
        assertThat(failure(() -> master.client()
                        .addResource(forwarded.toBuilder().setId("id-2").build())))
                .isEqualTo(Code.ALREADY_EXISTS);
    }

    @Test
    void answersAForwardedAddThatWasDoneBeforeItsWorkerLeft() {
        ResourceSpec forwarded =
                spec("news").toBuilder().setId("id-1").setForwardedBy("m2").build();
        master.client().addResource(forwarded);
        cluster.loseWorkers();
        assertThat(master.client().addResource(forwarded).getId()).isEqualTo("w1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"m2\nERROR forged", "m2\u0000"})
    void answersInvalidArgumentToForwardersThatAreNoNode(String forwarder) {
        ResourceSpec forwarded =
                spec("news").toBuilder().setForwardedBy(forwarder).build();
        assertThat(failure(() -> master.client().addResource(forwarded))).isEqualTo(Code.INVALID_ARGUMENT);
    }

    private Resource stored(String name) {
        return cluster.store.find(name).orElseThrow();
    }

    private static void assertHidden(StatusRuntimeException refusal) {
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INTERNAL);
        assertThat(refusal.getStatus().getDescription())
                .isEqualTo("the request failed for a reason that is in the log of this node");
        assertThat(refusal.getTrailers().toString()).doesNotContain("secret", "Exception", "caravan.");
    }

    private static Code failure(Runnable call) {
        return refusal(call).getStatus().getCode();
    }

    private static StatusRuntimeException refusal(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run);
    }
}
