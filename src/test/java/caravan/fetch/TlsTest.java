package caravan.fetch;

import static caravan.fetch.Outcomes.AGENT;
import static caravan.fetch.Outcomes.QUICK;
import static caravan.fetch.Outcomes.assertFailed;
import static caravan.fetch.Outcomes.local;
import static org.assertj.core.api.Assertions.assertThat;

import caravan.fetch.FetchOutcome.FailureKind;
import caravan.testkit.RawServer;
import caravan.testkit.TestSite;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class TlsTest {
    private static final String PASSWORD = "changeit";

    @Test
    void selfSignedCertificateIsATlsFailure(@TempDir Path dir) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(selfSigned(dir)));
        try (TestSite site = TestSite.on(server).page("/", "hello");
                OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            FetchOutcome outcome = fetcher.fetch(local("https://127.0.0.1:" + site.port() + "/"));
            assertFailed(outcome, FailureKind.TLS);
            assertThat(site.log()).isEmpty();
        }
    }

    @Test
    void plainTextInsteadOfTlsIsATlsFailure() throws IOException {
        try (RawServer plain = RawServer.speakingFirst("HTTP/1.1 400 Bad Request\r\n\r\n");
                OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            FetchOutcome outcome = fetcher.fetch(local(plain.url("/").replace("http:", "https:")));
            assertFailed(outcome, FailureKind.TLS);
        }
    }

    @Test
    void handshakeThatNeverEndsTimesOut() throws IOException {
        try (RawServer silent = RawServer.speakingFirst("");
                OkHttpFetcher fetcher = new OkHttpFetcher(AGENT, QUICK, 2)) {
            FetchOutcome outcome = fetcher.fetch(local(silent.url("/").replace("http:", "https:")));
            assertFailed(outcome, FailureKind.TIMEOUT);
        }
    }

    private static SSLContext selfSigned(Path dir) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = dir.resolve("self-signed.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "site",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
