package caravan.app.client;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Puts calls to the first master that can take them: when one is down or answers 503 the next is asked. Once in its
 * life it waits as a busy master told it to (Retry-After, up to 10 s) and asks the busy ones again. For one thread.
 */
final class MasterClient {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final List<URI> masters;
    private final Wire wire;
    private final Consumer<String> notices;
    private final Consumer<Duration> pause;
    private boolean hasWaited;

    /**
     * @param masters in the order to ask them, at least one
     * @param notices is told in one line which master was left and why
     * @param pause   returns after the time given
     */
    MasterClient(List<URI> masters, Wire wire, Consumer<String> notices, Consumer<Duration> pause) {
        this.masters = List.copyOf(masters);
        this.wire = wire;
        this.notices = notices;
        this.pause = pause;
    }

    /**
     * @return an answer that says it was done (2xx)
     * @throws CaravanException never INVALID, with what the master said, or with every master when none answers
     */
    Answer send(Call call) {
        Attempts attempts = new Attempts();
        Optional<Answer> answer = round(masters, call, attempts);
        if (answer.isEmpty() && waitAsTold(attempts)) {
            answer = round(attempts.busyMasters(), call, attempts);
        }
        return requireDone(answer.orElseThrow(attempts::failure), call, attempts);
    }

    /** Asks every master once and does not wait: for what may well be unknown at the moment. */
    Answer sendAtOnce(Call call) {
        Attempts attempts = new Attempts();
        return requireDone(round(masters, call, attempts).orElseThrow(attempts::failure), call, attempts);
    }

    private Optional<Answer> round(List<URI> among, Call call, Attempts attempts) {
        for (int i = 0; i < among.size(); i++) {
            Reply reply = wire.ask(among.get(i), call);
            if (reply instanceof Answer answer && !answer.isBusy()) {
                return Optional.of(answer);
            }
            attempts.add(reply);
            leave(reply, among.subList(i + 1, among.size()), attempts);
        }
        return Optional.empty();
    }

    /** The last one is told of by what follows, unless that is about the busy ones only. */
    private void leave(Reply reply, List<URI> next, Attempts attempts) {
        if (!next.isEmpty()) {
            notices.accept(reply.master() + ": " + reply.reason() + "; trying " + next.get(0));
        } else if (reply instanceof Silence && attempts.anyBusy()) {
            notices.accept(reply.master() + ": " + reply.reason());
        }
    }

    /** @return whether it was told to wait, and has */
    private boolean waitAsTold(Attempts attempts) {
        Optional<Duration> wait =
                attempts.shortestWait(Instant.now()).filter(asked -> !hasWaited && asked.compareTo(LONGEST_WAIT) <= 0);
        wait.ifPresent(asked -> {
            hasWaited = true;
            notices.accept(attempts.failure().getMessage() + "; trying again in " + asked.toSeconds() + " s");
            pause.accept(asked);
        });
        return wait.isPresent();
    }

    private static Answer requireDone(Answer answer, Call call, Attempts attempts) {
        if (answer.isDone()) {
            return answer;
        }
        boolean own = attempts.anyLost() && !call.isRead() && kind(answer) != Kind.INTERNAL;
        throw new CaravanException(
                kind(answer), answer.message() + (own ? "; the request that got no answer may have done it" : ""));
    }

    private static Kind kind(Answer answer) {
        return switch (answer.status()) {
            case 404 -> Kind.NOT_FOUND;
            case 409 -> Kind.ALREADY_EXISTS;
            default -> Kind.INTERNAL;
        };
    }
}
