package caravan.frontier;

/**
 * Where one crawl lives: its frontier, and what it remembers beside that.
 *
 * @param frontier closed by whoever closes the home
 * @param notes    not to be asked after the home was closed
 * @param closing  frees what both hold
 */
public record CrawlHome(Frontier frontier, Notes notes, Runnable closing) implements AutoCloseable {

    /** One in memory, with nothing to remember. */
    public static CrawlHome inMemory(Frontier frontier) {
        return new CrawlHome(frontier, Notes.NONE, () -> {});
    }

    /** Keeps what is on disk. Closing twice does nothing. */
    @Override
    public void close() {
        frontier.close();
        closing.run();
    }
}
