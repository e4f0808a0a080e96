package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.etcd.EtcdSettings.Login;
import caravan.etcd.EtcdSettings.Tls;
import caravan.testkit.EtcdServer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An etcd that does not talk to everybody. */
@Timeout(120)
class EtcdAccessTest {
    private static final String PASSWORD = "s3cret-word";

    @Test
    void userWithThePasswordIsLetInAndOthersAreToldWithoutIt() throws Exception {
        try (EtcdServer server = EtcdServer.start()) {
            enableLogin(server);
            try (Etcd user = new Etcd(settings(server.endpoint(), PASSWORD, Tls.DEFAULT));
                    WatchRun run = WatchRun.start(user, "/a").awaitSynced(1)) {
                user.commit(new EtcdTxn().put("/a", "1"));
                assertThat(user.get("/a").map(Entry::value)).contains("1");
                run.awaitTold("PUT /a 1");
                assertThat(user.where()).doesNotContain(PASSWORD);
            }
            try (Etcd stranger = new Etcd(settings(server.endpoint(), "wrong-" + PASSWORD, Tls.DEFAULT))) {
                assertThatThrownBy(() -> stranger.get("/a"))
                        .isInstanceOfSatisfying(CaravanException.class, e -> assertThat(e.kind())
                                .isEqualTo(Kind.UNAVAILABLE))
                        .hasMessageContaining("unauthenticated")
                        .hasMessageNotContaining(PASSWORD);
            }
        }
    }

    @Test
    void logsInAnewWhenItsTokenIsWorthNothingAnyMore() throws Exception {
        try (EtcdServer server = EtcdServer.start()) {
            enableLogin(server);
            try (Etcd user = new Etcd(settings(server.endpoint(), PASSWORD, Tls.DEFAULT))) {
                assertThat(user.get("/a")).isEmpty();
                String token = token(server);
                post(server, "/v3/auth/disable", "{}", token);
                post(server, "/v3/auth/enable", "{}", "");
                await().atMost(Duration.ofSeconds(15)).ignoreExceptions().until(() -> user.get("/a")
                        .isEmpty());
            }
        }
    }

    @Test
    void trustsTheAuthorityThatItWasGivenAndNoOther(@TempDir Path dir) throws Exception {
        try (EtcdServer server = EtcdServer.start();
                TlsFront front = TlsFront.to(server.port(), dir);
                Etcd trusting = new Etcd(settings(
                        front.endpoint(),
                        "",
                        new Tls(Optional.of(front.authority()), Optional.empty(), Optional.empty())));
                Etcd wary = new Etcd(settings(front.endpoint(), "", Tls.DEFAULT))) {
            server.put("/a", "1");

            assertThat(trusting.get("/a").map(Entry::value)).contains("1");
            assertThatThrownBy(() -> wary.get("/a")).hasMessageStartingWith("etcd does not answer");
        }
    }

    @Test
    void saysWhichFilesCannotBeUsed(@TempDir Path dir) throws IOException {
        Path nonsense = Files.writeString(dir.resolve("ca.pem"), "nonsense");
        Tls tls = new Tls(Optional.of(nonsense), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> new Etcd(settings("https://127.0.0.1:1", "", tls)))
                .isInstanceOfSatisfying(
                        CaravanException.class, e -> assertThat(e.kind()).isEqualTo(Kind.INVALID))
                .hasMessageContaining("TLS files");
    }

    @Test
    void neverWritesThePassword() {
        assertThat(settings("http://127.0.0.1:1", PASSWORD, Tls.DEFAULT).toString())
                .contains("root")
                .doesNotContain(PASSWORD);
    }

    private static EtcdSettings settings(String endpoint, String password, Tls tls) {
        Optional<Login> login = password.isEmpty() ? Optional.empty() : Optional.of(new Login("root", password));
        return new EtcdSettings(List.of(URI.create(endpoint)), login, tls, Duration.ofSeconds(3));
    }

    private static void enableLogin(EtcdServer server) throws Exception {
        post(server, "/v3/auth/role/add", "{\"name\":\"root\"}", "");
        post(server, "/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"" + PASSWORD + "\"}", "");
        post(server, "/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}", "");
        post(server, "/v3/auth/enable", "{}", "");
    }

    private static String token(EtcdServer server) throws Exception {
        String answer =
                post(server, "/v3/auth/authenticate", "{\"name\":\"root\",\"password\":\"" + PASSWORD + "\"}", "");
        return new JsonMapper().readTree(answer).path("token").asText();
    }

    private static String post(EtcdServer server, String path, String body, String token) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(server.endpoint() + path)).POST(BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", token);
        }
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.body();
    }
}
