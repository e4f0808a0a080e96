package caravan.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.crawl.Page;
import caravan.crawl.Refusal;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Refused;
import caravan.fetch.FetchRequest.BodyPolicy;
import java.time.Duration;

/** What the tests of the fetcher ask and expect. */
final class Outcomes {
    static final String AGENT = "TestBot/1.0 (+https://example.org/bot)";
    static final FetchLimits QUICK = limits(Duration.ofMillis(800), 1 << 20);

    /** For tests that wait for no limit. */
    static final FetchLimits PATIENT =
            new FetchLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(10), 1 << 20, 16);

    private Outcomes() {}

    static FetchLimits limits(Duration total, int maxBodyBytes) {
        return new FetchLimits(Duration.ofMillis(400), Duration.ofMillis(400), total, maxBodyBytes, 16);
    }

    static FetchRequest local(String url) {
        return new FetchRequest(url, true, BodyPolicy.PARSABLE);
    }

    static Page pageOf(FetchOutcome outcome) {
        assertThat(outcome).isInstanceOf(Fetched.class);
        return ((Fetched) outcome).page();
    }

    static void assertFailed(FetchOutcome outcome, FailureKind kind) {
        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> assertThat(failed.kind())
                .as(failed.detail())
                .isEqualTo(kind));
    }

    static void assertRefused(FetchOutcome outcome, Refusal reason) {
        assertThat(outcome).isInstanceOfSatisfying(Refused.class, refused -> assertThat(refused.reason())
                .as(refused.detail())
                .isEqualTo(reason));
    }
}
