package caravan.cluster;

import java.util.Optional;
import java.util.function.Function;

/** How far the crawls of resources are, as their workers report it. Thread-safe. */
public interface CrawlReports {

    /** @return something to be written as JSON; empty when its worker has reported nothing yet */
    Optional<Object> of(Resource resource);

    /** The same for many resources, all as of now. */
    Function<Resource, Optional<Object>> now();
}
