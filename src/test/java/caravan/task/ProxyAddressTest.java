package caravan.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class ProxyAddressTest {

    @ParameterizedTest
    @CsvFileSource(resources = "/task/proxies.csv", delimiter = '|', quoteCharacter = '\'', numLinesToSkip = 1)
    void readsWhatItCanAndHidesPasswordsInWhatItCannot(String text, String means, String user, String password) {
        if (means == null) {
            assertThatThrownBy(() -> ProxyAddress.parse(text))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasNoCause()
                    .hasMessageContaining("HOST:PORT")
                    .hasMessageNotContaining("s3cret");
            return;
        }
        ProxyAddress proxy = ProxyAddress.parse(text);
        assertThat(proxy).hasToString(means);
        assertThat(proxy.user()).isEqualTo(user);
        assertThat(proxy.password()).isEqualTo(password);
    }

    @Test
    void refusesCredentialsThatSocksHasNoRoomFor() {
        assertThatThrownBy(() -> ProxyAddress.parse("http://" + "a".repeat(256) + ":b@proxy.example:80"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textOfATasksFetchingHoldsNoSecrets() {
        Fetching fetching = new Fetching(
                List.of("A/1"),
                Map.of("Authorization", "s3cret"),
                Map.of("bid", "s3cret"),
                true,
                List.of("http://me:s3cret@proxy.example:80"),
                -1);
        assertThat(fetching.toString()).contains("Authorization", "bid").doesNotContain("s3cret");
    }
}
