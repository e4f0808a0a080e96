package routes;

import static org.apache.camel.ExchangePattern.InOnly;

import caravan.pipeline.FetchedVisit;
import org.apache.camel.builder.RouteBuilder;

/**
 * The way of a request: frontier → fetch → parse → items. What belongs to a closed crawl is dropped wherever it is
 * taken from one step to the next.
 */
public class CrawlRoutes extends RouteBuilder {

    @Override
    public void configure() {
        from("frontier:scheduler")
                .routeId("schedule")
                .routeDescription("Takes what may be fetched now, crawl by crawl and host by host")
                .routeConfigurationId(ErrorRoutes.PIPELINE)
                .filter(method("taskGate", "isClosed"))
                .bean("taskGate", "drop")
                .stop()
                .end()
                .to(InOnly, "{{caravan.queue.fetch}}");

        from("{{caravan.queue.fetch}}")
                .routeId("fetch")
                .routeDescription("Asks robots.txt and gets the page; a page that came goes on to be parsed")
                .routeConfigurationId(ErrorRoutes.PIPELINE)
                .filter(method("taskGate", "isClosed"))
                .bean("taskGate", "drop")
                .stop()
                .end()
                .bean("fetchStep")
                .filter(body().isInstanceOf(FetchedVisit.class))
                .to(InOnly, "{{caravan.queue.parse}}");

        from("{{caravan.queue.parse}}")
                .routeId("parse")
                .routeDescription("Reads the page: links to the frontier, what it holds on to the sinks")
                .routeConfigurationId(ErrorRoutes.PIPELINE)
                .filter(method("taskGate", "isClosed"))
                .bean("taskGate", "drop")
                .stop()
                .end()
                .bean("parseStep")
                .split(body())
                .to(InOnly, "{{caravan.queue.items}}");
    }
}
