package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeFilterTest {

    @ParameterizedTest
    @CsvSource({
        "HOST,   http://www.shop.example.co.uk/a/b,      true",
        "HOST,   https://www.shop.example.co.uk:8443/x,  true",
        "HOST,   http://shop.example.co.uk/,             false",
        "HOST,   http://evil-www.shop.example.co.uk/,    false",
        "HOST,   http://www.shop.example.co.uk.evil.com/, false",
        "DOMAIN, http://other.example.co.uk/,            true",
        "DOMAIN, http://example.co.uk/,                  true",
        "DOMAIN, http://another.co.uk/,                  false",
        "PREFIX, http://www.shop.example.co.uk/docs/x,   true",
        "PREFIX, http://www.shop.example.co.uk/docs2/x,  false",
        "PREFIX, https://www.shop.example.co.uk/docs/x,  false",
        "ANY,    http://anywhere.test/,                  true"
    })
    void decidesByNearnessToTheSeeds(Scope.Kind kind, String url, boolean expected) {
        ScopeFilter filter = new ScopeFilter(new Scope(kind, List.of(), List.of()));
        filter.addSeed("http://www.shop.example.co.uk/docs/index.html");
        assertThat(filter.admits(url)).isEqualTo(expected);
    }

    @Test
    void takesOnlyWhatIsIncludedAndNotExcluded() {
        ScopeFilter filter =
                new ScopeFilter(new Scope(Scope.Kind.ANY, List.of("/book/", "/author/"), List.of("\\?page=[5-9]$")));
        assertThat(filter.admits("http://a.example/book/1")).isTrue();
        assertThat(filter.admits("http://a.example/author/1?page=4")).isTrue();
        assertThat(filter.admits("http://a.example/author/1?page=5")).isFalse();
        assertThat(filter.admits("http://a.example/news")).isFalse();
    }

    @Test
    void tellsIpv6HostsApartFromTheirPorts() {
        ScopeFilter filter = new ScopeFilter(new Scope(Scope.Kind.HOST, List.of(), List.of()));
        filter.addSeed("http://[2001:db8::1]:8080/");
        assertThat(filter.admits("http://[2001:db8::1]/x")).isTrue();
        assertThat(filter.admits("http://[2001:db8::2]:8080/x")).isFalse();
    }

    @Test
    void matchesHostilePatternsInLinearTime() {
        ScopeFilter filter = new ScopeFilter(new Scope(Scope.Kind.ANY, List.of("(a+)+$"), List.of()));
        assertThat(filter.admits("http://a.example/" + "a".repeat(2000) + "!")).isFalse();
    }
}
