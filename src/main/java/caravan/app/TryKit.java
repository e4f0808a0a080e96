package caravan.app;

import caravan.extract.ExtractLimits;
import caravan.extract.Extractor;
import caravan.extract.Languages;
import caravan.fetch.Fetcher;
import caravan.fetch.OkHttpFetcher;
import caravan.pipeline.Tryout;

/** What it takes to try rules on pages beside all crawls: a fetcher of its own, and the languages of expressions. */
final class TryKit implements AutoCloseable {
    private final Fetcher fetcher;
    private final CamelLanguages languages = new CamelLanguages();
    private final Tryout tryout;

    TryKit(Settings settings) {
        fetcher =
                new OkHttpFetcher(settings.fetch().userAgent(), settings.fetch().limits(), 1);
        tryout = new Tryout(fetcher, extractor(settings, languages));
    }

    /** One that reads pages as all of this process does. */
    static Extractor extractor(Settings settings, Languages languages) {
        ExtractLimits limits = new ExtractLimits(
                settings.parse().maxOutlinks(), settings.parse().maxTags(), Engine.MAX_SITEMAP_BYTES);
        return new Extractor(limits, Engine.productToken(settings.fetch().userAgent()), languages);
    }

    Tryout tryout() {
        return tryout;
    }

    @Override
    public void close() {
        fetcher.close();
        languages.close();
    }
}
