package caravan.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;

/**
 * Reads bodies within a memory budget, whatever the number of fetches: a body beyond {@link #SMALL} needs one of a
 * fixed
 * number of slots, and only a few brotli decoders run at a time, because each may ask for a window of 16 MiB on the
 * server's word alone. Thread-safe. A slot is never waited for while a decoder is held, so the two cannot lock up.
 */
final class BodyReader {
    /** Bytes of a body that need no slot. */
    static final int SMALL = 256 * 1024;

    private static final int MAX_BROTLI_DECODERS = 2;
    private static final int SEGMENT = 8192;

    private final Semaphore slots;
    private final Semaphore brotliDecoders = new Semaphore(MAX_BROTLI_DECODERS);

    /** @param slots how many bodies over {@link #SMALL} may be in reading at once */
    BodyReader(int slots) {
        this.slots = new Semaphore(slots);
    }

    /**
     * How far one body may be read.
     *
     * @param maxBytes      of the decoded body
     * @param cut           whether the rest is ignored, instead of the body being refused
     * @param deadlineNanos by {@link System#nanoTime}; no slot is waited for after it
     * @param patient       whether the network holds back while a slot is waited for. HTTP/2 does not: up to 16 MiB
     *                      would pile up per connection, so the body is given up instead
     */
    record Budget(int maxBytes, boolean cut, long deadlineNanos, boolean patient) {}

    /**
     * @return the decoded body, its slot already given back
     * @throws BodyTooLargeException  when it is longer than allowed and may not be cut
     * @throws SocketTimeoutException when no slot became free in time
     */
    byte[] read(BufferedSource raw, ContentCoding coding, Budget budget) throws IOException {
        if (raw.exhausted()) {
            return new byte[0];
        }
        Slot slot = new Slot(budget);
        try {
            return coding == ContentCoding.BROTLI
                    ? readBrotli(raw, slot)
                    : collect(raw, coding, slot).readByteArray();
        } finally {
            slot.release();
        }
    }

    /** The compressed bytes first, so that no decoder is held while the network is slow. */
    private byte[] readBrotli(BufferedSource raw, Slot slot) throws IOException {
        Buffer compressed = collect(raw, ContentCoding.IDENTITY, slot);
        acquire(brotliDecoders, slot.budget);
        try {
            // The decoder's own permit covers the memory of its output, hence the slot that is held already.
            return collect(compressed, ContentCoding.BROTLI, Slot.held(slot.budget))
                    .readByteArray();
        } finally {
            brotliDecoders.release();
        }
    }

    private Buffer collect(BufferedSource raw, ContentCoding coding, Slot slot) throws IOException {
        Buffer body = new Buffer();
        try (InputStream decoded = coding.decode(raw)) {
            Source source = Okio.source(decoded);
            while (source.read(body, SEGMENT) != -1) {
                if (body.size() > slot.budget.maxBytes) {
                    return cutOrRefuse(body, slot.budget);
                }
                if (body.size() > SMALL) {
                    slot.take(slots);
                }
            }
        }
        return body;
    }

    private static Buffer cutOrRefuse(Buffer body, Budget budget) throws IOException {
        if (!budget.cut) {
            throw new BodyTooLargeException(budget.maxBytes);
        }
        Buffer head = new Buffer();
        head.write(body, budget.maxBytes);
        return head;
    }

    private static void acquire(Semaphore permits, Budget budget) throws IOException {
        try {
            long wait = budget.patient ? budget.deadlineNanos - System.nanoTime() : 0;
            if (!permits.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                throw new SocketTimeoutException("too many large bodies at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** The permit of one body; used by the thread that reads it. */
    private static final class Slot {
        private final Budget budget;
        private boolean taken;
        private Semaphore owner;

        Slot(Budget budget) {
            this.budget = budget;
        }

        static Slot held(Budget budget) {
            Slot slot = new Slot(budget);
            slot.taken = true;
            return slot;
        }

        void take(Semaphore slots) throws IOException {
            if (!taken) {
                acquire(slots, budget);
                taken = true;
                owner = slots;
            }
        }

        void release() {
            if (owner != null) {
                owner.release();
            }
        }
    }
}
