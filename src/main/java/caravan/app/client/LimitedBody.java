package caravan.app.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;

/**
 * Collects a body up to a limit, and one byte more to tell that it was passed; the rest is not read. The HTTP client
 * calls it from one thread at a time.
 */
final class LimitedBody implements BodySubscriber<byte[]> {
    private final int limit;
    private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private Subscription source;

    /**
     * @param limit in bytes
     */
    LimitedBody(int limit) {
        this.limit = limit;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        source = subscription;
        source.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        buffers.forEach(this::collect);
        if (collected.size() > limit) {
            source.cancel();
            onComplete();
        }
    }

    private void collect(ByteBuffer buffer) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), limit + 1 - collected.size())];
        buffer.get(bytes);
        collected.writeBytes(bytes);
    }

    @Override
    public void onError(Throwable cause) {
        body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
        body.complete(collected.toByteArray());
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body;
    }
}
