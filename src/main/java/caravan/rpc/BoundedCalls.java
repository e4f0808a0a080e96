package caravan.rpc;

import io.grpc.Context;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCall.Listener;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Has unary calls handled on threads of ours, and refuses those that there is no room for. Everything else of a call
 * stays on the server's own threads and never waits, so a refusal gets out however busy the handlers are. (An executor
 * given to the server itself would also have to take the steps of refused calls: what it rejects ends as a reset stream
 * and a logged stack trace.) Thread-safe.
 */
final class BoundedCalls implements ServerInterceptor {
    private final Executor workers;

    /**
     * @param workers rejects what it has no room for
     */
    BoundedCalls(Executor workers) {
        this.workers = workers;
    }

    @Override
    public <Q, A> Listener<Q> interceptCall(ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> handler) {
        return new SimpleForwardingServerCallListener<>(handler.startCall(call, headers)) {
            @Override
            public void onHalfClose() {
                try {
                    // The context takes the caller's deadline along, to calls that are made on its behalf.
                    workers.execute(Context.current().wrap(() -> handle(call, delegate())));
                } catch (RejectedExecutionException e) {
                    refuse(call, RpcErrors.busy());
                }
            }
        };
    }

    private static <Q, A> void handle(ServerCall<Q, A> call, Listener<Q> handler) {
        if (call.isCancelled()) {
            return; // while it waited for its turn
        }
        try {
            handler.onHalfClose();
        } catch (RuntimeException e) {
            if (!call.isCancelled()) {
                refuse(call, RpcErrors.toStatus(e));
            }
        }
    }

    private static void refuse(ServerCall<?, ?> call, StatusRuntimeException answer) {
        call.close(answer.getStatus(), answer.getTrailers());
    }
}
