package caravan.rpc;

import static caravan.rpc.TestMaster.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Leadership;
import caravan.cluster.Resource;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceSpec;
import com.google.protobuf.Empty;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client gets that asks a master which does not lead. Both masters are in this process, on loopback ports. */
@Timeout(60)
class ForwardRoutesTest {
    private static final RuntimeException LOST = Status.UNAVAILABLE.asRuntimeException();
    private static final RuntimeException NOT_LEADING =
            RpcErrors.toStatus(new CaravanException(Kind.UNAVAILABLE, Leadership.NOT_LEADING));
    private static final RuntimeException ETCD_AWAY =
            RpcErrors.toStatus(new CaravanException(Kind.UNAVAILABLE, "etcd does not answer"));

    private final TestCluster cluster = new TestCluster();
    private TestMaster leader;
    private TestMaster follower;

    @BeforeEach
    void start() throws Exception {
        leader = new TestMaster("m1", cluster).leads();
        follower = new TestMaster("m2", cluster).follows(leader);
    }

    @AfterEach
    void stop() {
        follower.close();
        leader.close();
    }

    @Test
    void addsAndDeletesByWayOfTheLeader() {
        NodeSpec worker = follower.client().addResource(spec("news"));
        assertThat(worker.getId()).isEqualTo("w1");
        assertThat(worker.getAddress()).isEqualTo("127.0.0.1:8081");
        assertThat(stored().id()).isNotEqualTo("any");
        assertThat(follower.client().deleteResource(spec("news"))).isEqualTo(Empty.getDefaultInstance());
        assertThat(cluster.store.list()).isEmpty();
    }

    @Test
    void passesOnTheTaskAndTheValues() {
        follower.client()
                .addResource(spec("shop-de").toBuilder()
                        .setTask("shop")
                        .putValues("site", "de.example")
                        .build());
        Resource stored = cluster.store.find("shop-de").orElseThrow();
        assertThat(stored.definition()).isEqualTo("shop");
        assertThat(stored.values()).containsExactly(Map.entry("site", "de.example"));
        assertRefused(() -> follower.client().addResource(spec("shop")), Code.INVALID_ARGUMENT, "needs a value");
    }

    @Test
    void passesOnWhatTheLeaderRefuses() {
        leader.client().addResource(spec("news"));
        assertRefused(() -> follower.client().addResource(spec("news")), Code.ALREADY_EXISTS, "was added already");
        assertRefused(() -> follower.client().addResource(spec("nobody")), Code.NOT_FOUND, "no task named 'nobody'");
        assertRefused(() -> follower.client().deleteResource(spec("books")), Code.NOT_FOUND, "no resource named");
        assertRefused(() -> follower.client().addResource(spec("a/b")), Code.INVALID_ARGUMENT, "task name 'a/b'");
        cluster.loseWorkers();
        assertRefused(() -> follower.client().addResource(spec("books")), Code.UNAVAILABLE, "no worker is there");
    }

    @Test
    void tellsNothingOfAFaultOfTheLeader() {
        cluster.failWith(new IllegalStateException("jdbc:secret"));
        assertRefused(() -> follower.client().addResource(spec("news")), Code.INTERNAL, "in the log of this node");
    }

    @Test
    void answersUnavailableWhileNobodyLeads() throws Exception {
        try (TestMaster lonely = new TestMaster("m3", cluster)) {
            assertRefused(() -> lonely.client().addResource(spec("news")), Code.UNAVAILABLE, "no master leads");
            assertRefused(() -> lonely.client().deleteResource(spec("news")), Code.UNAVAILABLE, "no master leads");
        }
    }

    @Test
    void asksTheNextLeaderUnderTheSameIdWhenTheFirstDoesNotLeadAnyMore() {
        try (ScriptedLeader former = new ScriptedLeader(NOT_LEADING, then(() -> follower.follows(leader)))) {
            follower.follows(former.asLeader());
            assertThat(follower.client().addResource(spec("news")).getId()).isEqualTo("w1");
            assertThat(former.asked()).hasSize(1);
            assertThat(former.asked().element().getForwardedBy()).isEqualTo("m2");
            assertThat(former.asked().element().getId()).isEqualTo(stored().id());
        }
    }

    @Test
    void addsOnceWhatTheFirstLeaderDidBeforeItWasLost() {
        Consumer<ResourceSpec> addAndGo = request -> {
            leader.client().addResource(request);
            follower.follows(leader);
        };
        try (ScriptedLeader former = new ScriptedLeader(LOST, addAndGo)) {
            follower.follows(former.asLeader());
            assertThat(follower.client().addResource(spec("news")).getId()).isEqualTo("w1");
            assertThat(former.asked()).hasSize(1);
        }
    }

    @Test
    void countsAsDeletedWhatTheFirstLeaderMayHaveDeletedBeforeItWasLost() {
        leader.client().addResource(spec("news"));
        Consumer<ResourceSpec> deleteAndGo = request -> {
            leader.client().deleteResource(request);
            follower.follows(leader);
        };
        try (ScriptedLeader former = new ScriptedLeader(LOST, deleteAndGo)) {
            follower.follows(former.asLeader());
            assertThat(follower.client().deleteResource(spec("news"))).isEqualTo(Empty.getDefaultInstance());
            assertThat(cluster.store.list()).isEmpty();
        }
    }

    @Test
    void countsAsDeletedWhatIsGoneWhenItTookOverFromALostLeader() {
        try (ScriptedLeader former = new ScriptedLeader(LOST, then(() -> follower.leads()))) {
            follower.follows(former.asLeader());
            assertThat(follower.client().deleteResource(spec("news"))).isEqualTo(Empty.getDefaultInstance());
        }
    }

    @Test
    void answersNotFoundToARetriedDeleteThatTheFirstLeaderCannotHaveDone() throws Exception {
        try (ScriptedLeader former = new ScriptedLeader(NOT_LEADING, then(() -> follower.follows(leader)))) {
            follower.follows(former.asLeader());
            assertRefused(() -> follower.client().deleteResource(spec("news")), Code.NOT_FOUND, "no resource named");
        }
    }

    @Test
    void answersNotFoundToARetriedAddOfWhatIsNoTask() {
        try (ScriptedLeader former = new ScriptedLeader(LOST, then(() -> follower.follows(leader)))) {
            follower.follows(former.asLeader());
            assertRefused(() -> follower.client().addResource(spec("nobody")), Code.NOT_FOUND, "no task named");
        }
    }

    @Test
    void makesTheChangeItselfWhenItTookOver() {
        try (ScriptedLeader former = new ScriptedLeader(NOT_LEADING, then(() -> follower.leads()))) {
            follower.follows(former.asLeader());
            assertThat(follower.client().addResource(spec("news")).getId()).isEqualTo("w1");
            assertThat(stored().id()).isEqualTo(former.asked().element().getId());
        }
    }

    @Test
    void asksTwiceAtMost() {
        try (ScriptedLeader second = new ScriptedLeader(NOT_LEADING, request -> {});
                ScriptedLeader first =
                        new ScriptedLeader(NOT_LEADING, then(() -> follower.follows(second.asLeader())))) {
            follower.follows(first.asLeader());
            assertRefused(() -> follower.client().addResource(spec("news")), Code.UNAVAILABLE, "does not lead");
            assertThat(first.asked()).hasSize(1);
            assertThat(second.asked()).containsExactlyElementsOf(first.asked());
        }
    }

    /** What the library makes of a connection that broke in the middle of an answer, and the like. */
    @ParameterizedTest
    @EnumSource(names = {"UNAVAILABLE", "INTERNAL", "UNKNOWN", "CANCELLED"})
    void takesWhateverNoMasterHasSaidForALostLeader(Code code) {
        try (ScriptedLeader broken = new ScriptedLeader(code.toStatus().asRuntimeException(), request -> {})) {
            follower.follows(broken.asLeader());
            assertRefused(() -> follower.client().addResource(spec("news")), Code.UNAVAILABLE, "ask again to see");
        }
        try (ScriptedLeader broken =
                new ScriptedLeader(code.toStatus().asRuntimeException(), then(() -> follower.follows(leader)))) {
            follower.follows(broken.asLeader());
            assertThat(follower.client().addResource(spec("news")).getId()).isEqualTo("w1");
        }
    }

    @Test
    void givesUpWithTheLeadersOwnWordsWhenNobodyTakesOver() {
        try (ScriptedLeader stuck = new ScriptedLeader(ETCD_AWAY, request -> {})) {
            follower.follows(stuck.asLeader());
            assertRefused(() -> follower.client().addResource(spec("news")), Code.UNAVAILABLE, "etcd does not answer");
            assertThat(stuck.asked()).hasSize(1);
        }
    }

    @Test
    void forwardsNothingThatWasForwardedToIt() {
        ResourceSpec forwarded = spec("news").toBuilder().setForwardedBy("m3").build();
        assertRefused(() -> follower.client().addResource(forwarded), Code.UNAVAILABLE, "this master does not lead");
        assertRefused(() -> follower.client().deleteResource(forwarded), Code.UNAVAILABLE, "this master does not lead");
        assertThat(cluster.store.list()).isEmpty();
    }

    @Test
    void passesNothingRoundBetweenMastersThatTakeEachOtherForTheLeader() {
        leader.follows(follower);
        assertRefused(() -> follower.client().addResource(spec("news")), Code.UNAVAILABLE, "this master does not lead");
    }

    private Resource stored() {
        return cluster.store.find("news").orElseThrow();
    }

    private static Consumer<ResourceSpec> then(Runnable change) {
        return request -> change.run();
    }

    static void assertRefused(Runnable call, Code code, String text) {
        StatusRuntimeException refusal = catchThrowableOfType(StatusRuntimeException.class, call::run);
        assertThat(refusal).isNotNull();
        assertThat(refusal.getStatus().getCode()).isEqualTo(code);
        assertThat(refusal.getStatus().getDescription())
                .contains(text)
                .doesNotContain("Exception", "127.0.0.1", "io.grpc", "secret");
    }
}
