package caravan.rpc;

import static caravan.rpc.ForwardRoutesTest.assertRefused;
import static caravan.rpc.TestMaster.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Leader;
import caravan.testkit.ChaosProxy;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a master that does not lead reaches the one that does, or finds that it cannot. */
@Timeout(60)
class ForwardConnectionTest {
    private final TestCluster cluster = new TestCluster();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicInteger asked = new AtomicInteger();
    private TestMaster leader;
    private TestMaster follower;

    @BeforeEach
    void start() throws Exception {
        leader = new TestMaster("m1", cluster).leads();
        follower = new TestMaster("m2", cluster).follows(leader);
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
        follower.close();
        leader.close();
    }

    @Test
    void answersInTimeWhenTheLeaderIsABlackHole() throws Exception {
        try (ServerSocket hole = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            follower.follows(new Leader("hole", "127.0.0.1:" + hole.getLocalPort()));
            Instant asked = Instant.now();
            assertRefused(
                    () -> follower.client().addResource(spec("news")),
                    Code.UNAVAILABLE,
                    "the leader did not answer in time; ask again to see what happened");
            assertThat(Duration.between(asked, Instant.now()))
                    .isBetween(TestMaster.DEADLINE, TestMaster.DEADLINE.plusSeconds(4));
        }
    }

    @Test
    void answersUnavailableWhenTheLeaderIsDeadAndFindsItAgainWhenItIsBack() throws Exception {
        Leader dead = new Leader("dead", "127.0.0.1:" + closedPort());
        follower.follows(dead);
        for (int i = 0; i < 3; i++) {
            assertRefused(
                    () -> follower.client().addResource(spec("news")),
                    Code.UNAVAILABLE,
                    "the leader cannot be reached");
        }
        int port = Integer.parseInt(dead.address().split(":")[1]);
        RuntimeException answer = RpcErrors.toStatus(new CaravanException(Kind.ALREADY_EXISTS, "it is back"));
        try (ScriptedLeader back = new ScriptedLeader(port, answer, request -> {})) {
            assertRefused(() -> follower.client().addResource(spec("news")), Code.ALREADY_EXISTS, "it is back");
            assertThat(back.asked()).hasSize(1);
        }
    }

    @Test
    void keepsItsConnectionUntilItFails() throws Exception {
        try (ChaosProxy wire = ChaosProxy.to(leader.port())) {
            follower.follows(new Leader("m1", "127.0.0.1:" + wire.port()));
            for (int i = 0; i < 5; i++) {
                follower.client().addResource(spec("news"));
                follower.client().deleteResource(spec("news"));
                assertRefused(() -> follower.client().addResource(spec("nobody")), Code.NOT_FOUND, "no task named");
            }
            assertThat(wire.accepted()).as("one to add, one to delete").isEqualTo(2);

            wire.blackhole();
            assertRefused(() -> follower.client().addResource(spec("news")), Code.UNAVAILABLE, "not answer in time");
            wire.off();
            assertThat(follower.client().addResource(spec("news")).getId()).isEqualTo("w1");
            assertThat(wire.accepted()).as("the silent one was left").isEqualTo(3);
        }
    }

    /** Each change of the leader leaves connections behind; those in use must not be closed for that. */
    @Test
    void answersAllWhileLeadersComeAndGo() throws Exception {
        Leader dead = new Leader("dead", "127.0.0.1:" + closedPort());
        AtomicBoolean over = new AtomicBoolean();
        List<CompletableFuture<List<Code>>> callers = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> codesUntil(over), threads))
                .toList();
        for (int i = 0; i < 30; i++) {
            follower.follows(i % 2 == 0 ? dead : leader.asLeader());
            int before = asked.get();
            await().until(() -> asked.get() > before + 10);
        }
        over.set(true);
        for (CompletableFuture<List<Code>> caller : callers) {
            assertThat(caller.get()).isNotEmpty().containsOnly(Code.NOT_FOUND, Code.UNAVAILABLE);
        }
    }

    private List<Code> codesUntil(AtomicBoolean over) {
        List<Code> codes = new ArrayList<>();
        while (!over.get()) {
            StatusRuntimeException refusal = catchThrowableOfType(
                    StatusRuntimeException.class, () -> follower.client().addResource(spec("nobody")));
            codes.add(refusal.getStatus().getCode());
            asked.incrementAndGet();
        }
        return codes;
    }

    @RepeatedTest(8)
    void answersAllThatComeAtOnceBeforeThereIsAConnection() {
        List<CompletableFuture<Void>> calls = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(() -> assertRefused(
                        () -> follower.client().addResource(spec("nobody")), Code.NOT_FOUND, "no task named")))
                .toList();
        calls.forEach(CompletableFuture::join);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":1",
                "host",
                "host:",
                "host:0",
                "host:65536",
                "host:123456",
                "host:80/x?method=y",
                "host:80,file:/tmp/x",
                "a@host:80",
                "host:80#x",
                "ho st:80",
                "ho_st:80",
                "${body}:80",
                "RAW(x):80",
                "{{x}}:80",
                "::1:80",
                "[::1:80",
                "[:::::]:80",
                "[x]:80",
                "host:80\n",
                "http://host:80",
            })
    void callsNothingThatIsNoAddress(String address) {
        follower.follows(new Leader("odd", address));
        assertRefused(
                () -> follower.client().addResource(spec("news")),
                Code.UNAVAILABLE,
                "the leader's address cannot be called");
    }

    @ParameterizedTest
    @CsvSource({"localhost", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"})
    void callsNamesAndAddressesOfBothKinds(String host) throws Exception {
        // Nobody listens there, but that it was tried shows that the address was understood.
        follower.follows(new Leader("m9", host + ":" + closedPort()));
        assertRefused(
                () -> follower.client().addResource(spec("news")), Code.UNAVAILABLE, "the leader cannot be reached");
    }

    private static int closedPort() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
