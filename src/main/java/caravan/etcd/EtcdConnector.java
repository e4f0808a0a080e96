package caravan.etcd;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Makes jetcd clients that cannot hang: every call but a watch has a deadline, and dead connections are noticed. */
final class EtcdConnector {
    /** etcd ends connections that ping more often than every 5 s, or ping at all while no call is under way. */
    private static final Duration PING_EVERY = Duration.ofSeconds(6);

    private static final Duration PING_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** Lists come in pages, but one value may have the 1.5 MiB that etcd allows, and its previous one too. */
    private static final int MAX_ANSWER = 16 << 20;

    private final EtcdSettings settings;

    EtcdConnector(EtcdSettings settings) {
        this.settings = settings;
    }

    /**
     * @throws CaravanException INVALID when a TLS file cannot be used
     */
    Client connect() {
        ClientBuilder builder = Client.builder()
                .endpoints(settings.endpoints())
                .keepaliveTime(PING_EVERY)
                .keepaliveTimeout(PING_TIMEOUT)
                .keepaliveWithoutCalls(false)
                .connectTimeout(CONNECT_TIMEOUT)
                .maxInboundMessageSize(MAX_ANSWER)
                // jetcd would wait for etcd to come back, and send late what its caller has given up long ago.
                .waitForReady(false)
                .retryMaxAttempts(1)
                .interceptor(deadline(settings.callTimeout()));
        settings.login().ifPresent(login -> builder.user(bytes(login.user())).password(bytes(login.password())));
        if (settings.isSecure()) {
            builder.sslContext(tls());
        }
        return builder.build();
    }

    private static ClientInterceptor deadline(Duration timeout) {
        return new ClientInterceptor() {
            @Override
            public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions how, Channel next) {
                boolean endless = "etcdserverpb.Watch".equals(method.getServiceName());
                return next.newCall(
                        method, endless ? how : how.withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS));
            }
        };
    }

    private SslContext tls() {
        EtcdSettings.Tls files = settings.tls();
        try {
            SslContextBuilder context = GrpcSslContexts.forClient();
            files.authorities().map(Path::toFile).ifPresent(context::trustManager);
            files.certificate()
                    .ifPresent(certificate -> context.keyManager(
                            certificate.toFile(), files.key().orElseThrow().toFile()));
            return context.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new CaravanException(Kind.INVALID, "the TLS files for etcd cannot be used: " + e.getMessage(), e);
        }
    }

    static ByteSequence bytes(String text) {
        return ByteSequence.from(text, StandardCharsets.UTF_8);
    }
}
