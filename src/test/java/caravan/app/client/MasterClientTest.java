package caravan.app.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.testkit.Ports;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class MasterClientTest {
    private static final Call LIST = Call.get("/crawler/resource");
    private static final Call ADD = Call.post("/crawler/resource", "{\"name\":\"quotes\"}");
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final List<FakeMaster> masters = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);

    @AfterEach
    void stop() {
        never.countDown();
        masters.forEach(FakeMaster::close);
    }

    @Test
    void asksTheNextMasterWhenOneIsDown() {
        URI down = down();
        FakeMaster up = started(FakeMaster.answering(200, "[]"));
        assertThat(client(down, up.url()).send(LIST).master()).isEqualTo(up.url());
        assertThat(notices).containsExactly(down + ": connection refused; trying " + up.url());
    }

    @Test
    void asksTheNextMasterWhenOneIsBusy() {
        FakeMaster busy = started(FakeMaster.busy("2"));
        FakeMaster up = started(FakeMaster.answering(200, "{}"));
        client(busy.url(), up.url()).send(ADD);
        assertThat(up.asked()).containsExactly("POST /crawler/resource {\"name\":\"quotes\"}");
        assertThat(notices).containsExactly(busy.url() + ": no master leads at the moment; trying " + up.url());
        assertThat(pauses).isEmpty();
    }

    @Test
    void namesABusyMasterOnceThatGivesNoDetail() {
        FakeMaster busy = started(FakeMaster.answering(503, ""));
        FakeMaster up = started(FakeMaster.answering(200, "{}"));
        client(busy.url(), up.url()).send(LIST);
        assertThat(notices).containsExactly(busy.url() + ": answered 503; trying " + up.url());
        assertFails(client(busy.url()), LIST, busy.url() + " answered 503");
    }

    @Test
    void waitsAsOneOfTheBusyMastersToldAndAsksThoseAgain() {
        AtomicBoolean leads = new AtomicBoolean();
        FakeMaster busy = started(FakeMaster.busy("9"));
        FakeMaster soon = started(FakeMaster.start(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "3");
            FakeMaster.send(exchange, leads.getAndSet(true) ? 200 : 503, "{}");
        }));
        URI down = down();
        Answer answer = client(busy.url(), soon.url(), down).send(ADD);
        assertThat(answer.master()).isEqualTo(soon.url());
        assertThat(pauses).containsExactly(Duration.ofSeconds(3));
        assertThat(notices)
                .contains(down + ": connection refused")
                .anyMatch(notice -> notice.endsWith("; trying again in 3 s"));
    }

    @Test
    void waitsOnceOnly() {
        FakeMaster busy = started(FakeMaster.busy("2"));
        MasterClient client = client(busy.url());
        assertFails(client, ADD, "no master leads at the moment");
        assertFails(client, LIST, "no master leads at the moment");
        assertThat(busy.asked()).hasSize(3);
        assertThat(pauses).containsExactly(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"11", "3600", "soon", ""})
    void doesNotWaitForLongOrForAnUnknownTime(String retryAfter) {
        FakeMaster busy = started(FakeMaster.busy(retryAfter));
        assertFails(client(busy.url()), LIST, "no master leads at the moment");
        assertThat(busy.asked()).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void doesNotWaitAtAllWhereItIsToldSo() {
        FakeMaster busy = started(FakeMaster.busy("1"));
        assertThatThrownBy(() -> client(busy.url()).sendAtOnce(LIST)).hasMessage("no master leads at the moment");
        assertThat(pauses).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {\"detail\":\"no task named 'x'\"}  | no task named 'x'",
                "409 | {\"detail\":\"added already\"}      | added already",
                "400 | {\"detail\":\"bad\\u001b[2J\\nbody\"} | bad [2J body",
                "500 | {\"title\":\"no detail\"}           | URL answered 500",
                "502 | <html>Bad Gateway</html>            | URL answered 502",
                "413 | ''                                  | URL answered 413",
                "302 | ''                                  | URL answered 302",
            },
            quoteCharacter = '`')
    void saysWhatTheMasterSaidAndLeavesTheOthersAlone(int status, String body, String message) {
        FakeMaster first = started(FakeMaster.answering(status, body.equals("''") ? "" : body));
        FakeMaster second = started(FakeMaster.answering(200, "{}"));
        assertFails(
                client(first.url(), second.url()),
                ADD,
                message.replace("URL", first.url().toString()));
        assertThat(second.asked()).isEmpty();
        assertThat(notices).isEmpty();
    }

    @Test
    void namesEveryMasterWhenNoneAnswers() {
        URI one = down();
        URI other = down();
        assertFails(
                client(one, other),
                LIST,
                "no master answers: " + one + " (connection refused), " + other + " (connection refused)");
        assertThat(notices).hasSize(1);
    }

    @Test
    void leavesAMasterThatKeepsSilent() {
        FakeMaster silent = started(FakeMaster.start(exchange -> awaitTheEnd()));
        FakeMaster up = started(FakeMaster.answering(200, "[]"));
        client(silent.url(), up.url()).send(LIST);
        assertThat(notices).containsExactly(silent.url() + ": no answer within 1 s; trying " + up.url());
    }

    @Test
    void leavesAMasterThatNeverEndsItsAnswer() {
        FakeMaster slow = started(FakeMaster.start(exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            awaitTheEnd();
        }));
        assertFails(client(slow.url()), LIST, "no master answers: " + slow.url() + " (no answer within 1 s)");
    }

    @Test
    void saysThatAConflictMayBeItsOwnDoingWhenAnAnswerWasLost() {
        FakeMaster breaks = started(FakeMaster.start(HttpExchange::close));
        FakeMaster other = started(FakeMaster.answering(409, "{\"detail\":\"added already\"}"));
        assertFails(
                client(breaks.url(), other.url()),
                ADD,
                "added already; the request that got no answer may have done it");
    }

    @Test
    void doesNotReadAnEndlessAnswer() {
        FakeMaster endless = started(FakeMaster.start(MasterClientTest::writeForEver));
        MasterClient client = new MasterClient(
                List.of(endless.url()), new Wire(PATIENCE, Duration.ofSeconds(20)), notices::add, any -> {});
        Answer answer = client.send(LIST);
        assertThatThrownBy(() -> answer.elements(any -> {}))
                .isInstanceOf(CaravanException.class)
                .hasMessage(endless.url() + " answered with more than 32 MiB");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "[1", "[1] 2", "[1,]", "{}", "3"})
    void saysWhenAListIsNoJsonArray(String body) {
        Answer answer = client(started(FakeMaster.answering(200, body)).url()).send(LIST);
        assertThatThrownBy(() -> answer.elements(any -> {}))
                .hasMessageContaining(answer.master() + " answered with something else than the JSON of a master");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{", "{} 2", "[]", "null"})
    void saysWhenAnAnswerIsNoJsonObject(String body) {
        Answer answer = client(started(FakeMaster.answering(200, body)).url()).send(LIST);
        assertThatThrownBy(answer::object)
                .hasMessageContaining(answer.master() + " answered with something else than the JSON of a master");
    }

    @Test
    void sendsNamesOfAnyScript() {
        FakeMaster up = started(FakeMaster.answering(200, "{}"));
        client(up.url()).send(Call.delete(Call.path("/crawler/resource", "书-é.1")));
        assertThat(up.asked()).containsExactly("DELETE /crawler/resource/%E4%B9%A6-%C3%A9.1");
    }

    private MasterClient client(URI... among) {
        return new MasterClient(List.of(among), new Wire(PATIENCE, PATIENCE), notices::add, pauses::add);
    }

    /** It fails in a way that the command line exits with 1 for. */
    private static void assertFails(MasterClient client, Call call, String message) {
        assertThatThrownBy(() -> client.send(call))
                .hasMessage(message)
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isNotEqualTo(CaravanException.Kind.INVALID));
    }

    private FakeMaster started(FakeMaster master) {
        masters.add(master);
        return master;
    }

    private static URI down() {
        return URI.create("http://127.0.0.1:" + Ports.free());
    }

    private void awaitTheEnd() {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void writeForEver(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        while (true) {
            exchange.getResponseBody().write(new byte[8192]);
        }
    }
}
