package caravan.rpc;

import caravan.rpc.proto.CrawlerMasterGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Gives each call to another master a deadline: Camel's gRPC producer, which finds this in its registry, has none.
 * Other services that are called by way of Camel are left alone. Immutable.
 *
 * @param timeout from the call to its answer, the making of the connection included
 */
public record ForwardDeadline(Duration timeout) implements ClientInterceptor {

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        boolean ours = CrawlerMasterGrpc.SERVICE_NAME.equals(method.getServiceName());
        return next.newCall(
                method, ours ? options.withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS) : options);
    }
}
