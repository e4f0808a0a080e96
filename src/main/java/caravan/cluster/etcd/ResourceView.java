package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Resource;
import caravan.cluster.ResourceReader;
import caravan.etcd.Entry;
import caravan.etcd.Listing;
import caravan.etcd.WatchEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources as last heard of, from whatever source: a watch, a list, or a write of our own. The later revision
 * wins, so sources may overtake each other. Thread-safe; holds its lock for work in memory only.
 */
public final class ResourceView implements ResourceReader {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceView.class);

    /** Empty for one that is gone: what is heard of it late must not bring it back. */
    private record Version(Optional<Resource> resource, long revision) {}

    private final Map<String, Version> versions = new TreeMap<>();
    /** An index over the versions, changed with them only. */
    private final Map<String, Integer> loads = new HashMap<>();

    private final AtomicLong malformed = new AtomicLong();
    private boolean synced;
    private long revision;
    /** As of this revision nothing is missing: what is not known then was not there. */
    private long complete;

    /**
     * Takes an event of the watch over {@link Keys#RESOURCES}. @return the resource's name; empty for an event of none
     */
    public String apply(WatchEvent event) {
        String name = event.nameBelow(Keys.RESOURCES);
        switch (event.type()) {
            case PUT -> apply(name, decode(name, event.value()), event.revision());
            case DELETE -> apply(name, Optional.empty(), event.revision());
            case SYNCED -> synced(event.revision());
            case RESTARTED -> restarted();
        }
        return name;
    }

    /** Whatever is heard from now on is later than all that is known. */
    private synchronized void restarted() {
        versions.replaceAll((name, version) -> new Version(version.resource(), 0));
        revision = 0;
        complete = 0;
    }

    /** Takes a whole list. */
    public synchronized void replace(Listing listing) {
        Set<String> gone = new HashSet<>(versions.keySet());
        for (Entry entry : listing.entries()) {
            String name = entry.key().substring(Keys.RESOURCES.length());
            gone.remove(name);
            apply(name, decode(name, entry.value()), entry.modRevision());
        }
        gone.forEach(name -> apply(name, Optional.empty(), listing.revision()));
        synced(listing.revision());
    }

    synchronized void apply(String name, Optional<Resource> resource, long at) {
        Version known = versions.get(name);
        if (known == null ? at > complete : at > known.revision()) {
            versions.put(name, new Version(resource, at));
            Optional.ofNullable(known).flatMap(Version::resource).ifPresent(was -> count(was, -1));
            resource.ifPresent(is -> count(is, 1));
        }
        revision = Math.max(revision, at);
    }

    private void count(Resource resource, int change) {
        loads.merge(resource.workerId(), change, (before, by) -> before + by == 0 ? null : before + by);
    }

    private synchronized void synced(long at) {
        versions.values().removeIf(version -> version.resource().isEmpty() && version.revision() <= at);
        revision = Math.max(revision, at);
        complete = Math.max(complete, at);
        synced = true;
    }

    /** The latest revision of the store that anything was heard of. */
    public synchronized long revision() {
        return revision;
    }

    /** What is known is no longer kept up to date, until the next SYNCED. */
    public synchronized void unsync() {
        synced = false;
        complete = 0;
    }

    public synchronized boolean isSynced() {
        return synced;
    }

    /** Values that were no resources and have been passed over. */
    public long malformed() {
        return malformed.get();
    }

    /** A server that was set up anew has nothing. */
    @Override
    public boolean canBeLost() {
        return true;
    }

    @Override
    public synchronized Optional<Resource> find(String name) {
        requireSynced();
        return Optional.ofNullable(versions.get(name)).flatMap(Version::resource);
    }

    @Override
    public synchronized List<Resource> list() {
        requireSynced();
        return versions.values().stream()
                .map(Version::resource)
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public synchronized Map<String, Integer> loads() {
        requireSynced();
        return Map.copyOf(loads);
    }

    /** @return the revision at which exactly this resource was written, if that is what is known */
    synchronized OptionalLong revisionOf(Resource seen) {
        return Optional.ofNullable(versions.get(seen.name()))
                .filter(version -> version.revision() > 0)
                .filter(version -> version.resource().filter(seen::equals).isPresent())
                .map(version -> OptionalLong.of(version.revision()))
                .orElse(OptionalLong.empty());
    }

    private void requireSynced() {
        if (!synced) {
            throw new CaravanException(Kind.UNAVAILABLE, "this node is still reading what is stored");
        }
    }

    private Optional<Resource> decode(String name, String value) {
        Optional<Resource> resource = ClusterJson.resource(name, value);
        if (resource.isEmpty()) {
            malformed.incrementAndGet();
            LOG.warn("passed over a malformed resource key={} bytes={}", printable(name), value.length());
        }
        return resource;
    }

    private static String printable(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return Keys.RESOURCES + (plain.length() <= 100 ? plain : plain.substring(0, 100) + "…");
    }
}
