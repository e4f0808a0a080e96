package caravan.cluster;

/**
 * The master that holds the election.
 *
 * @param id      of the master
 * @param address {@code host:port} where other masters reach it
 */
public record Leader(String id, String address) {}
