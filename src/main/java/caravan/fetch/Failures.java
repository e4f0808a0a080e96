package caravan.fetch;

import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Refused;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/** Turns the client's exceptions into outcomes. Stateless. */
final class Failures {
    private static final int MAX_DETAIL = 200;
    private static final int MAX_CAUSES = 8;

    private Failures() {}

    /** @return the outcome of a fetch that ended in {@code thrown}, cancellation and the total time-out aside */
    static FetchOutcome outcomeOf(IOException thrown) {
        IOException e = unwrapped(thrown);
        if (e instanceof BodyTooLargeException) {
            return new Refused(Refusal.SIZE, detail(e));
        }
        Throwable refusedAddress = refusedAddress(e);
        return refusedAddress != null
                ? new Refused(Refusal.ADDRESS, detail(refusedAddress))
                : new Failed(kindOf(e), detail(e));
    }

    /** The message for the log: one line without control characters, for a server may have written part of it. */
    static String detail(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.replaceAll("\\p{Cntrl}+", " ");
        return line.length() > MAX_DETAIL ? line.substring(0, MAX_DETAIL) : line;
    }

    private static IOException unwrapped(IOException e) {
        boolean wrapped = e instanceof SingleSend.FinalException;
        return wrapped && e.getCause() instanceof IOException cause ? cause : e;
    }

    /** With several addresses per host the client tries them all; one refused is enough, whichever failed first. */
    private static Throwable refusedAddress(IOException e) {
        if (e instanceof RefusedAddressException) {
            return e;
        }
        for (Throwable other : e.getSuppressed()) {
            if (other instanceof RefusedAddressException) {
                return other;
            }
        }
        return null;
    }

    /** Whether an exception of the type is among the causes, or was suppressed for the one that was thrown. */
    static boolean isDueTo(IOException thrown, Class<? extends IOException> type) {
        int depth = 0;
        for (Throwable e = thrown; e != null && depth < MAX_CAUSES; e = e.getCause(), depth++) {
            if (type.isInstance(e) || Arrays.stream(e.getSuppressed()).anyMatch(type::isInstance)) {
                return true;
            }
        }
        return false;
    }

    private static FailureKind kindOf(IOException e) {
        if (Thread.currentThread().isInterrupted()) {
            return FailureKind.CANCELLED;
        }
        if (e instanceof InterruptedIOException) { // among them SocketTimeoutException
            return FailureKind.TIMEOUT;
        }
        if (e instanceof UnknownHostException) {
            return FailureKind.DNS;
        }
        if (e instanceof SSLException) {
            return e.getCause() instanceof SocketException ? FailureKind.CONNECTION : FailureKind.TLS;
        }
        return isBrokenConnection(e) ? FailureKind.CONNECTION : FailureKind.PROTOCOL;
    }

    private static boolean isBrokenConnection(IOException e) {
        if (e instanceof SocketException || e instanceof EOFException) {
            return true;
        }
        return startsWith(e, "unexpected end of stream") && !isOversizedHeader(e) || isStreamReset(e);
    }

    /** RST_STREAM of HTTP/2, which OkHttp has no public type for. */
    static boolean isStreamReset(IOException e) {
        return startsWith(e, "stream was reset");
    }

    private static boolean startsWith(IOException e, String words) {
        return e.getMessage() != null && e.getMessage().startsWith(words);
    }

    /**
     * OkHttp reports a header block over its 256 KiB and a connection that ended within the headers alike, as a line
     * without end; only where nothing at all came is okio's limit in the message 0.
     */
    private static boolean isOversizedHeader(IOException e) {
        String cause = e.getCause() instanceof EOFException eof ? String.valueOf(eof.getMessage()) : "";
        return cause.startsWith("\\n not found") && !cause.startsWith("\\n not found: limit=0 ");
    }
}
