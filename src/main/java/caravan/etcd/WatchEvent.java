package caravan.etcd;

/**
 * One step in the life of what is stored under a prefix.
 *
 * @param type          what happened
 * @param key           whole, with its prefix; empty for SYNCED and RESTARTED
 * @param value         what is stored now; empty for all but PUT
 * @param previousValue what was stored before, where etcd still knew; a hint only, and empty otherwise
 * @param revision      of the store at which it happened. A DELETE that was found by listing has that of the list
 * @param createRevision at which the key came into being; 0 for all but PUT
 */
public record WatchEvent(
        Type type, String key, String value, String previousValue, long revision, long createRevision) {

    /** What happened to a key. */
    public enum Type {
        PUT,
        DELETE,
        /** All that was stored has been told; what follows is what changes. Comes after each list. */
        SYNCED,
        /**
         * etcd's data was lost or replaced, and its revisions began anew: those that were told before cannot be
         * compared with what follows, which is what has changed by that, then SYNCED.
         */
        RESTARTED
    }

    static WatchEvent put(Entry entry, String previousValue) {
        return new WatchEvent(
                Type.PUT, entry.key(), entry.value(), previousValue, entry.modRevision(), entry.createRevision());
    }

    static WatchEvent delete(String key, String previousValue, long revision) {
        return new WatchEvent(Type.DELETE, key, "", previousValue, revision, 0);
    }

    static WatchEvent synced(long revision) {
        return new WatchEvent(Type.SYNCED, "", "", "", revision, 0);
    }

    static WatchEvent restarted(long revision) {
        return new WatchEvent(Type.RESTARTED, "", "", "", revision, 0);
    }

    /** The key without the prefix it is stored under. */
    public String nameBelow(String prefix) {
        return key.substring(Math.min(prefix.length(), key.length()));
    }
}
