package caravan.cluster.etcd;

/** Where things stand in etcd: a published format. Every prefix ends with a slash, so that none begins another. */
public final class Keys {
    public static final String RESOURCES = "/resources/";
    public static final String WORKERS = "/workers/";
    public static final String TASKS = "/tasks/";
    public static final String STATUS = "/status/";
    public static final String ELECTION = "/crawler/election/";
    /** Seed tasks that were added once, and are not added again after somebody took them away. */
    public static final String SEEDED = "/crawler/seeded/";

    private Keys() {}

    static String resource(String name) {
        return RESOURCES + name;
    }

    static String worker(String id) {
        return WORKERS + id;
    }
}
