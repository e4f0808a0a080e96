package caravan.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.rpc.proto.CrawlerMasterGrpc;
import caravan.rpc.proto.CrawlerMasterGrpc.CrawlerMasterImplBase;
import caravan.rpc.proto.NodeSpec;
import caravan.rpc.proto.ResourceSpec;
import com.google.protobuf.Empty;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server itself, with a service whose calls take as long as the test says. */
@Timeout(60)
class RpcServerTest {
    private static final String SERVICE = CrawlerMasterGrpc.SERVICE_NAME;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final RpcServer server = RpcServer.start("127.0.0.1", 0, List.of(new GatedService()));
    private final ManagedChannel channel = ManagedChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .build();

    @AfterEach
    void stop() {
        gate.countDown();
        channel.shutdownNow();
        server.close();
    }

    @Test
    void tellsByReflectionWhatItServes() {
        Queue<String> names = new ConcurrentLinkedQueue<>();
        CountDownLatch done = new CountDownLatch(1);
        StreamObserver<ServerReflectionRequest> asked = ServerReflectionGrpc.newStub(channel)
                .serverReflectionInfo(observer(
                        (ServerReflectionResponse answer) -> answer.getListServicesResponse().getServiceList().stream()
                                .map(ServiceResponse::getName)
                                .forEach(names::add),
                        done));
        asked.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
        asked.onCompleted();
        await().untilAsserted(() -> assertThat(done.getCount()).isZero());
        assertThat(names)
                .contains(
                        SERVICE,
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    void tellsItsHealth() {
        AtomicBoolean ready = new AtomicBoolean(true);
        assertThat(health("")).isEqualTo(ServingStatus.NOT_SERVING);
        server.healthFrom(ready::get);
        awaitHealth(ServingStatus.SERVING);
        ready.set(false);
        awaitHealth(ServingStatus.NOT_SERVING);
        ready.set(true);
        awaitHealth(ServingStatus.SERVING);
        server.drain();
        awaitHealth(ServingStatus.NOT_SERVING);
    }

    private void awaitHealth(ServingStatus expected) {
        await().untilAsserted(() -> {
            assertThat(health("")).isEqualTo(expected);
            assertThat(health(SERVICE)).isEqualTo(expected);
        });
    }

    @Test
    void saysInOneLineThatItsPortIsTaken() {
        assertThatThrownBy(() -> RpcServer.start("127.0.0.1", server.port(), List.of()))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(CaravanException.Kind.INTERNAL))
                .hasMessageStartingWith("cannot listen on 127.0.0.1:" + server.port() + ": ")
                .hasMessageEndingWith("(choose another by --grpc)")
                .hasMessageNotContaining("\n");
    }

    @Test
    void saysInOneLineThatItsHostIsNotOfThisMachine() {
        assertThatThrownBy(() -> RpcServer.start("no.such.host.invalid", 0, List.of()))
                .isInstanceOf(CaravanException.class)
                .hasMessageStartingWith("cannot listen on no.such.host.invalid:0: ")
                .hasMessageNotContaining("null");
    }

    @Test
    void refusesCallsThatThereIsNoRoomForAndServesTheOthers() {
        Queue<Code> answers = new ConcurrentLinkedQueue<>();
        IntStream.range(0, 90).forEach(i -> call(answers));
        await().untilAsserted(() -> assertThat(answers).hasSize(10).containsOnly(Code.RESOURCE_EXHAUSTED));
        assertThat(running).hasValue(16);
        assertThat(health("")).as("health while saturated").isEqualTo(ServingStatus.NOT_SERVING);
        gate.countDown();
        await().untilAsserted(() -> assertThat(answers).hasSize(90));
        assertThat(answers).filteredOn(Code.OK::equals).hasSize(80);
        call(answers);
        await().untilAsserted(
                        () -> assertThat(answers).filteredOn(Code.OK::equals).hasSize(81));
    }

    @Test
    void spendsNothingOnCallsWhoseCallerLeftWhileTheyWaited() {
        IntStream.range(0, 16).forEach(i -> call(new ConcurrentLinkedQueue<>()));
        await().untilAsserted(() -> assertThat(running).hasValue(16));
        StatusRuntimeException late =
                catchThrowableOfType(StatusRuntimeException.class, () -> CrawlerMasterGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(300, TimeUnit.MILLISECONDS)
                        .addResource(ResourceSpec.getDefaultInstance()));
        assertThat(late.getStatus().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        health(""); // goes the same way as the cancellation, and after it
        gate.countDown();
        Queue<Code> answers = new ConcurrentLinkedQueue<>();
        call(answers);
        await().untilAsserted(() -> assertThat(answers).containsExactly(Code.OK));
        assertThat(running).hasValue(17);
    }

    @Test
    void refusesMessagesOverSixtyFourKibibytes() {
        gate.countDown();
        ResourceSpec large =
                ResourceSpec.newBuilder().setName("a".repeat(64 * 1024)).build();
        StatusRuntimeException refusal =
                catchThrowableOfType(StatusRuntimeException.class, () -> CrawlerMasterGrpc.newBlockingStub(channel)
                        .addResource(large));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.RESOURCE_EXHAUSTED);
        assertThat(running).hasValue(0);
    }

    @Test
    void answersWhatIsNoMessage() {
        gate.countDown();
        StatusRuntimeException refusal = catchThrowableOfType(
                StatusRuntimeException.class,
                () -> ClientCalls.blockingUnaryCall(
                        channel, rawAddResource(), CallOptions.DEFAULT, new byte[] {(byte) 0xff, 1, 2}));
        assertThat(refusal.getStatus().getDescription()).doesNotContain("caravan", "java", "protobuf.");
        assertThat(running).hasValue(0);
    }

    @Test
    void tellsNothingOfAnExceptionThatAServiceThrows() {
        StatusRuntimeException refusal =
                catchThrowableOfType(StatusRuntimeException.class, () -> CrawlerMasterGrpc.newBlockingStub(channel)
                        .deleteResource(ResourceSpec.getDefaultInstance()));
        assertThat(refusal.getStatus().getCode()).isEqualTo(Code.INTERNAL);
        assertThat(refusal.getStatus().getDescription()).doesNotContain("secret");
    }

    @Test
    void endsCallsThatAreNotDoneInTimeWhenItCloses() {
        Queue<Code> answers = new ConcurrentLinkedQueue<>();
        call(answers);
        await().untilAsserted(() -> assertThat(running).hasValue(1));
        server.close();
        await().untilAsserted(() -> assertThat(answers).hasSize(1).doesNotContain(Code.OK));
    }

    private ServingStatus health(String service) {
        return HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder().setService(service).build())
                .getStatus();
    }

    private void call(Queue<Code> answers) {
        CrawlerMasterGrpc.newStub(channel).addResource(ResourceSpec.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(NodeSpec answer) {}

            @Override
            public void onError(Throwable error) {
                answers.add(((StatusRuntimeException) error).getStatus().getCode());
            }

            @Override
            public void onCompleted() {
                answers.add(Code.OK);
            }
        });
    }

    private static <T> StreamObserver<T> observer(java.util.function.Consumer<T> onNext, CountDownLatch done) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T answer) {
                onNext.accept(answer);
            }

            @Override
            public void onError(Throwable error) {
                done.countDown();
            }

            @Override
            public void onCompleted() {
                done.countDown();
            }
        };
    }

    private static MethodDescriptor<byte[], NodeSpec> rawAddResource() {
        return CrawlerMasterGrpc.getAddResourceMethod().toBuilder(
                        new MethodDescriptor.Marshaller<byte[]>() {
                            @Override
                            public InputStream stream(byte[] value) {
                                return new ByteArrayInputStream(value);
                            }

                            @Override
                            public byte[] parse(InputStream stream) {
                                throw new UnsupportedOperationException();
                            }
                        },
                        CrawlerMasterGrpc.getAddResourceMethod().getResponseMarshaller())
                .build();
    }

    /** Adds when the gate opens; throws at every delete. */
    private final class GatedService extends CrawlerMasterImplBase {
        @Override
        public void addResource(ResourceSpec request, StreamObserver<NodeSpec> caller) {
            running.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                return; // the server was closed
            }
            caller.onNext(NodeSpec.getDefaultInstance());
            caller.onCompleted();
        }

        @Override
        public void deleteResource(ResourceSpec request, StreamObserver<Empty> caller) {
            throw new IllegalStateException("secret");
        }
    }
}
