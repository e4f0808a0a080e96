package caravan.cluster.etcd;

import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.etcd.Etcd;
import caravan.etcd.LeasedKey;
import caravan.etcd.WatchEvent;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this worker may crawl: while its registration surely stands, and what runs was brought in line with what is
 * stored since it registered. What is not allowed to run meanwhile keeps its place and goes on, unless it has been
 * given to another. Changes are made by one thread at a time; {@link #isOn} may be asked by any.
 */
public final class Duty {
    private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

    private final Etcd etcd;
    private final LeasedKey registration;
    private final ResourceView view;
    private final Reconciler reconciler;
    /** Definitions that have changed while it was off duty. */
    private final Set<String> missed = new HashSet<>();

    private volatile Optional<LeasedKey.Held> caughtUp = Optional.empty();

    public Duty(Etcd etcd, LeasedKey registration, ResourceView view, Reconciler reconciler) {
        this.etcd = etcd;
        this.registration = registration;
        this.view = view;
        this.reconciler = reconciler;
    }

    public boolean isOn() {
        Optional<LeasedKey.Held> held = registration.held();
        return held.isPresent() && held.equals(caughtUp);
    }

    /** Comes back to duty after a registration: lists, and brings what runs in line with that. */
    public synchronized void catchUp() {
        Optional<LeasedKey.Held> held = registration.held();
        if (held.isEmpty() || held.equals(caughtUp)) {
            return;
        }
        // What is opened from here on is opened by what is stored now.
        missed.retainAll(
                reconciler.running().values().stream().map(Resource::definition).collect(Collectors.toSet()));
        view.replace(etcd.list(Keys.RESOURCES));
        reconciler.reconcile();
        missed.forEach(reconciler::definitionChanged);
        missed.clear();
        caughtUp = held;
        LOG.info("on duty with {} crawls", reconciler.running().size());
    }

    /** Tries once more what could not be opened. To be called every few seconds. */
    public synchronized void tryAgain() {
        if (isOn()) {
            reconciler.tryAgain();
        }
    }

    /** Takes an event of the watch over {@link Keys#RESOURCES}. */
    public synchronized void resourceChanged(WatchEvent event) {
        String name = view.apply(event);
        if (!isOn()) {
            return; // what has changed is looked at when it comes back to duty
        }
        if (event.type() == WatchEvent.Type.SYNCED) {
            reconciler.reconcile();
        } else if (!name.isEmpty()) {
            reconciler.reconcile(name);
        }
    }

    /**
     * Takes an event of the watch over {@link Keys#TASKS}: what had no definition may have one now, and what runs goes
     * on by the new one. Where a definition is taken away, what runs by it keeps it.
     */
    public synchronized void definitionChanged(WatchEvent event) {
        if (event.type() != WatchEvent.Type.PUT) {
            return;
        }
        String definition = event.nameBelow(Keys.TASKS);
        if (isOn()) {
            reconciler.definitionChanged(definition);
        } else {
            missed.add(definition);
        }
    }
}
