package caravan.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.Header;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The least a crawler on the JVM can do: fetch with eight threads, parse with jsoup, remember what was seen, go on.
 * No robots.txt, no politeness, no record of what it found: the floor that a real crawler stands on.
 *
 * <p>Arguments: {@code okhttp|apache} SEED INCLUDE-REGEX THREADS
 */
public final class BareLoop {
    private static final String USER_AGENT = "bare-loop";
    private static final String LINKS = "a[href], area[href], frame[src], iframe[src], meta[http-equiv=refresh]";
    private static final Pattern REFRESH = Pattern.compile("(?i)^\\s*[\\d.]*\\s*[;,]?\\s*url\\s*=\\s*['\"]?([^'\"]+)");

    private final Client client;
    private final Pattern include;
    private final ExecutorService threads;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicLong unfinished = new AtomicLong();
    private final AtomicLong pages = new AtomicLong();

    private BareLoop(Client client, Pattern include, int threads) {
        this.client = client;
        this.include = include;
        this.threads = Executors.newFixedThreadPool(threads);
    }

    public static void main(String[] args) throws Exception {
        int threads = Integer.parseInt(args[3]);
        Client client =
                switch (args[0]) {
                    case "okhttp" -> new OkHttp(threads);
                    case "apache" -> new Apache(threads);
                    default -> throw new IllegalArgumentException("no such client: " + args[0]);
                };
        BareLoop loop = new BareLoop(client, Pattern.compile(args[2]), threads);
        loop.offer(args[1]);
        loop.finished.await();
        loop.threads.shutdown();
        loop.threads.awaitTermination(10, TimeUnit.SECONDS);
        client.close();
        System.out.println(loop.pages.get() + " pages");
    }

    private void offer(String url) {
        if (seen.add(url)) {
            unfinished.incrementAndGet();
            threads.execute(() -> {
                try {
                    visit(url);
                } catch (IOException | RuntimeException e) {
                    System.err.println(url + ": " + e);
                } finally {
                    if (unfinished.decrementAndGet() == 0) {
                        finished.countDown();
                    }
                }
            });
        }
    }

    private void visit(String url) throws IOException {
        Answer answer = client.get(url);
        if (answer.location() != null) {
            follow(URI.create(url).resolve(answer.location()).toString());
        }
        if (answer.html() == null) {
            return;
        }
        pages.incrementAndGet();
        for (String link : links(answer.html())) {
            follow(link);
        }
    }

    private void follow(String link) {
        int fragment = link.indexOf('#');
        String url = fragment < 0 ? link : link.substring(0, fragment);
        if (include.matcher(url).find()) {
            offer(url);
        }
    }

    private static List<String> links(Document page) {
        List<String> links = new ArrayList<>();
        for (Element element : page.select(LINKS)) {
            switch (element.normalName()) {
                case "a", "area" -> links.add(element.absUrl("href"));
                case "frame", "iframe" -> links.add(element.absUrl("src"));
                default -> {
                    var refresh = REFRESH.matcher(element.attr("content"));
                    if (refresh.find()) {
                        element.attr("content", refresh.group(1).trim());
                        links.add(element.absUrl("content"));
                    }
                }
            }
        }
        return links;
    }

    /** What came back: a page, or where to go instead, or neither. */
    private record Answer(Document html, String location) {
        static final Answer NOTHING = new Answer(null, null);

        static Answer of(int status, String contentType, String location, InputStream body, String url)
                throws IOException {
            if (status >= 300 && status < 400 && location != null) {
                return new Answer(null, location);
            }
            if (status != 200 || contentType == null || !contentType.startsWith("text/html")) {
                return NOTHING;
            }
            return new Answer(Jsoup.parse(body, null, url), null);
        }
    }

    private interface Client extends AutoCloseable {
        Answer get(String url) throws IOException;
    }

    private static final class OkHttp implements Client {
        private final OkHttpClient client;

        OkHttp(int threads) {
            client = new OkHttpClient.Builder()
                    .connectionPool(new ConnectionPool(128, 1, TimeUnit.MINUTES))
                    .followRedirects(false)
                    .build();
        }

        @Override
        public Answer get(String url) throws IOException {
            Request request =
                    new Request.Builder().url(url).header("User-Agent", USER_AGENT).build();
            try (Response response = client.newCall(request).execute()) {
                return Answer.of(
                        response.code(),
                        response.header("Content-Type"),
                        response.header("Location"),
                        response.body().byteStream(),
                        url);
            }
        }

        @Override
        public void close() {
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }

    private static final class Apache implements Client {
        private final CloseableHttpClient client;

        Apache(int threads) {
            client = HttpClients.custom()
                    .setUserAgent(USER_AGENT)
                    .disableRedirectHandling()
                    .disableCookieManagement()
                    .disableAutomaticRetries()
                    .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                            .setMaxConnPerRoute(threads)
                            .setMaxConnTotal(128)
                            .build())
                    .build();
        }

        @Override
        public Answer get(String url) throws IOException {
            return client.execute(new HttpGet(url), response -> {
                Header location = response.getFirstHeader("Location");
                var entity = response.getEntity();
                try (InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent()) {
                    return Answer.of(
                            response.getCode(),
                            entity == null ? null : entity.getContentType(),
                            location == null ? null : location.getValue(),
                            body,
                            url);
                }
            });
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }
}
