package caravan.bench;

import crawlercommons.filters.basic.BasicURLNormalizer;
import de.hshn.mi.crawler4j.frontier.HSQLDBFrontierConfiguration;
import edu.uci.ics.crawler4j.crawler.CrawlConfig;
import edu.uci.ics.crawler4j.crawler.CrawlController;
import edu.uci.ics.crawler4j.crawler.Page;
import edu.uci.ics.crawler4j.crawler.WebCrawler;
import edu.uci.ics.crawler4j.fetcher.PageFetcher;
import edu.uci.ics.crawler4j.frontier.FrontierConfiguration;
import edu.uci.ics.crawler4j.frontier.SleepycatFrontierConfiguration;
import edu.uci.ics.crawler4j.robotstxt.RobotstxtConfig;
import edu.uci.ics.crawler4j.robotstxt.RobotstxtServer;
import edu.uci.ics.crawler4j.url.WebURL;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * crawler4j as its manual sets it up, without its pauses: no politeness delay, and one second where it waits ten to be
 * sure that it is finished.
 *
 * <p>Arguments: {@code sleepycat|hsqldb} SEED INCLUDE-REGEX THREADS FOLDER
 */
public final class Crawler4jPeer {
    private static final AtomicLong PAGES = new AtomicLong();

    private Crawler4jPeer() {}

    public static void main(String[] args) throws Exception {
        Pattern include = Pattern.compile(args[2]);
        int threads = Integer.parseInt(args[3]);

        CrawlConfig config = new CrawlConfig();
        config.setCrawlStorageFolder(args[4]);
        config.setPolitenessDelay(0);
        config.setMaxDepthOfCrawling(Short.MAX_VALUE);
        config.setMaxPagesToFetch(-1);
        config.setMaxOutgoingLinksToFollow(1_000_000);
        config.setMaxDownloadSize(64 << 20);
        config.setMaxConnectionsPerHost(threads);
        config.setMaxTotalConnections(128);
        config.setThreadMonitoringDelaySeconds(1);
        config.setThreadShutdownDelaySeconds(1);
        config.setCleanupDelaySeconds(1);

        BasicURLNormalizer normalizer = BasicURLNormalizer.newBuilder()
                .idnNormalization(BasicURLNormalizer.IdnNormalization.NONE)
                .build();
        PageFetcher fetcher = new PageFetcher(config, normalizer);
        FrontierConfiguration frontier =
                switch (args[0]) {
                    case "sleepycat" -> new SleepycatFrontierConfiguration(config);
                    case "hsqldb" -> new HSQLDBFrontierConfiguration(config, 10);
                    default -> throw new IllegalArgumentException("no such frontier: " + args[0]);
                };
        RobotstxtServer robots = new RobotstxtServer(new RobotstxtConfig(), fetcher, frontier.getWebURLFactory());
        CrawlController controller = new CrawlController(config, normalizer, fetcher, robots, frontier);
        controller.addSeed(args[1]);
        controller.start(() -> new Crawler(include), threads);
        System.out.println(PAGES.get() + " pages");
        System.exit(0);
    }

    private static final class Crawler extends WebCrawler {
        private final Pattern include;

        Crawler(Pattern include) {
            this.include = include;
        }

        @Override
        public boolean shouldVisit(Page referringPage, WebURL url) {
            return include.matcher(url.getURL()).find();
        }

        @Override
        public void visit(Page page) {
            PAGES.incrementAndGet();
        }
    }
}
