package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class CookieStoreTest {
    private static final String A = "https://a.example/";

    private final AtomicLong clock = new AtomicLong(System.currentTimeMillis());
    private final CookieStore store = new CookieStore(clock::get);

    private void set(String url, String... cookies) {
        Headers.Builder headers = new Headers.Builder();
        for (String cookie : cookies) {
            headers.add("Set-Cookie", cookie);
        }
        store.keep(HttpUrl.get(url), headers.build());
    }

    private String sent(String url) {
        return store.of(HttpUrl.get(url)).stream()
                .map(cookie -> cookie.name() + "=" + cookie.value())
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/fetch/cookies.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void sendsACookieBackWhereItBelongs(String setBy, String cookie, String asked, String expected) {
        set(setBy, cookie);
        assertThat(sent(asked)).isEqualTo(expected);
    }

    @Test
    void laterValueTakesThePlaceOfTheEarlierAndExpiryOfBoth() {
        set(A, "id=1", "other=1");
        set(A, "id=2");
        assertThat(sent(A)).isEqualTo("other=1; id=2");
        set(A, "id=; Max-Age=0");
        assertThat(sent(A)).isEqualTo("other=1");
    }

    @Test
    void longerPathsGoFirst() {
        set(A, "a=1; Path=/", "b=2; Path=/shop/books", "c=3; Path=/shop");
        assertThat(sent(A + "shop/books/1")).isEqualTo("b=2; c=3; a=1");
    }

    @Test
    void expiredCookieIsForgotten() {
        set(A, "id=1; Max-Age=60");
        clock.addAndGet(61_000);
        assertThat(sent(A)).isEmpty();
        assertThat(store.size()).isZero();
    }

    @Test
    void plainHttpCannotReplaceASecureCookie() {
        set(A, "id=1; Secure");
        set("http://a.example/", "id=2", "id=3; Max-Age=0");
        assertThat(sent(A)).isEqualTo("id=1");
    }

    @Test
    void keepsFiftyOfADomainAndDropsTheOldest() {
        for (int i = 0; i < 60; i++) {
            set(A, "c" + i + "=1");
            set(A, "c0=again");
        }
        assertThat(store.size()).isEqualTo(CookieStore.MAX_OF_A_DOMAIN);
        assertThat(sent(A)).contains("c0=again", "c59=1").doesNotContain("c5=1;");
    }

    @Test
    void keepsThreeThousandInAll() {
        set(A, "first=1");
        for (int i = 0; i < CookieStore.MAX_IN_ALL; i++) {
            set("https://h" + i + ".example/", "id=1");
        }
        assertThat(store.size()).isEqualTo(CookieStore.MAX_IN_ALL);
        assertThat(sent(A)).isEmpty();
        assertThat(sent("https://h0.example/")).isEqualTo("id=1");
    }

    @Test
    void takesNoCookieOverFourKibibytes() {
        set(A, "big=" + "x".repeat(CookieStore.MAX_BYTES), "path=1; Path=/" + "x".repeat(CookieStore.MAX_BYTES));
        set(A, "small=" + "x".repeat(CookieStore.MAX_BYTES - 100));
        assertThat(store.size()).isEqualTo(1);
    }
}
