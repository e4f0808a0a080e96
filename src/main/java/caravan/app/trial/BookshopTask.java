package caravan.app.trial;

/** The task of the trial: to crawl the demo site, slowly enough to be watched. */
final class BookshopTask {
    static final String NAME = "bookshop";

    private BookshopTask() {}

    /**
     * @param site URL of the demo site
     * @return its definition
     */
    static String yaml(String site) {
        return """
                # The demo site that 'caravan cluster' serves: some 270 pages, half a minute.
                name: %s
                seeds:
                  - %s
                delay: 100ms
                """.formatted(NAME, site);
    }
}
