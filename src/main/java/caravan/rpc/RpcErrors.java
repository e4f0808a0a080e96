package caravan.rpc;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Leadership;
import caravan.web.Problem;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Our errors as gRPC's, and back. Of what was not written for callers, nothing reaches them. Stateless. */
final class RpcErrors {
    /** Seconds after which a caller that was answered UNAVAILABLE may try again. */
    static final Metadata.Key<String> RETRY_AFTER = Metadata.Key.of("retry-after", Metadata.ASCII_STRING_MARSHALLER);

    /** Is in every answer of ours, and in none that the library makes up when a connection fails. */
    private static final Metadata.Key<String> ANSWERED =
            Metadata.Key.of("caravan-answered", Metadata.ASCII_STRING_MARSHALLER);

    private static final Logger LOG = LoggerFactory.getLogger(RpcErrors.class);

    private RpcErrors() {}

    /** What a caller gets; a fault of ours is logged here, with its stack trace. */
    static StatusRuntimeException toStatus(Throwable thrown) {
        Throwable cause =
                thrown instanceof CamelExecutionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        Kind kind = cause instanceof CaravanException known ? known.kind() : Kind.INTERNAL;
        if (kind == Kind.INTERNAL) {
            LOG.error("a gRPC request failed", cause);
        }
        return answer(code(kind), Problem.of(cause).detail());
    }

    /** What a caller gets whose request there is no room for. */
    static StatusRuntimeException busy() {
        return answer(Status.Code.RESOURCE_EXHAUSTED, "this node has too many requests under way");
    }

    /** What the leader's answer to a forwarded change, or the lack of one, means to whoever asked for the change. */
    static CaravanException fromStatus(StatusRuntimeException answer) {
        String text = Optional.ofNullable(answer.getStatus().getDescription()).orElse("");
        return switch (answer.getStatus().getCode()) {
            case INVALID_ARGUMENT -> new CaravanException(Kind.INVALID, text, answer);
            case NOT_FOUND -> new CaravanException(Kind.NOT_FOUND, text, answer);
            case ALREADY_EXISTS -> new CaravanException(Kind.ALREADY_EXISTS, text, answer);
            case UNAVAILABLE, INTERNAL, UNKNOWN -> isOurs(answer) ? failed(answer) : unavailable(lost(answer), answer);
            case RESOURCE_EXHAUSTED -> unavailable("the leader has too many requests under way", answer);
            case DEADLINE_EXCEEDED, CANCELLED ->
                unavailable("the leader did not answer in time; ask again to see what happened", answer);
            default -> failed(answer);
        };
    }

    private static CaravanException failed(StatusRuntimeException answer) {
        return answer.getStatus().getCode() == Status.Code.UNAVAILABLE
                ? unavailable(answer.getStatus().getDescription(), answer)
                : new CaravanException(Kind.INTERNAL, "the leader failed: " + answer.getStatus(), answer);
    }

    /** Whether nobody can tell if a request that was answered UNAVAILABLE has been carried out. */
    static boolean isOutcomeUnknown(StatusRuntimeException answer) {
        return isOurs(answer)
                ? !Leadership.NOT_LEADING.equals(answer.getStatus().getDescription())
                : causes(answer).noneMatch(RpcErrors::isNeverConnected);
    }

    /** Whether another master may soon do what this one did not: it is gone, or says that it does not lead. */
    static boolean isForAnotherLeader(StatusRuntimeException answer) {
        return isOurs(answer)
                ? Leadership.NOT_LEADING.equals(answer.getStatus().getDescription())
                : answer.getStatus().getCode() != Status.Code.DEADLINE_EXCEEDED;
    }

    /** Whether it may be the connection that failed, and not what was at its other end. */
    static boolean isOfConnection(StatusRuntimeException answer) {
        return !isOurs(answer);
    }

    /** Whether a node of ours wrote this, and not the library that could not reach it. */
    private static boolean isOurs(StatusRuntimeException answer) {
        return answer.getTrailers() != null && answer.getTrailers().containsKey(ANSWERED);
    }

    private static String lost(StatusRuntimeException answer) {
        return isOutcomeUnknown(answer)
                ? "the leader went away; ask again to see what happened"
                : "the leader cannot be reached";
    }

    private static boolean isNeverConnected(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException;
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
    }

    private static CaravanException unavailable(String message, Throwable cause) {
        return new CaravanException(Kind.UNAVAILABLE, message, cause);
    }

    private static Status.Code code(Kind kind) {
        return switch (kind) {
            case INVALID -> Status.Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.Code.NOT_FOUND;
            case ALREADY_EXISTS -> Status.Code.ALREADY_EXISTS;
            case UNAVAILABLE -> Status.Code.UNAVAILABLE;
            case INTERNAL -> Status.Code.INTERNAL;
        };
    }

    private static StatusRuntimeException answer(Status.Code code, String message) {
        Metadata trailers = new Metadata();
        trailers.put(ANSWERED, "yes");
        if (code == Status.Code.UNAVAILABLE || code == Status.Code.RESOURCE_EXHAUSTED) {
            trailers.put(RETRY_AFTER, String.valueOf(Problem.RETRY_AFTER_SECONDS));
        }
        return code.toStatus().withDescription(message).asRuntimeException(trailers);
    }
}
