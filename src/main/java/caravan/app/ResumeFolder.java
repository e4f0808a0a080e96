package caravan.app;

import java.nio.file.Path;

/**
 * The folder of a crawl that can go on later.
 *
 * @param order what it is to do now
 */
record ResumeFolder(Path path, CrawlOrder order) {

    /** Whether a crawl was begun in it. */
    boolean hasCrawl() {
        return CrawlOrder.in(path).isPresent();
    }

    /** Notes the order, unless there is one that may be another process's. */
    void begin() {
        if (!hasCrawl()) {
            order.keepIn(path);
        }
    }

    /** Notes the order; to be called when the crawl is open, so nobody else has it. */
    void keep() {
        order.keepIn(path);
    }
}
