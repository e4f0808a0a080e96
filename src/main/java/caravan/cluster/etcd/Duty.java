package caravan.cluster.etcd;

import caravan.cluster.Reconciler;
import caravan.etcd.Etcd;
import caravan.etcd.LeasedKey;
import caravan.etcd.WatchEvent;
import java.util.Optional;
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
        view.replace(etcd.list(Keys.RESOURCES));
        reconciler.reconcile();
        caughtUp = held;
        LOG.info("on duty with {} crawls", reconciler.running().size());
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

    /** Takes an event of the watch over {@link Keys#TASKS}: what had no definition may have one now. */
    public synchronized void definitionChanged(WatchEvent event) {
        if (isOn() && event.type() == WatchEvent.Type.PUT) {
            reconciler.retry(event.nameBelow(Keys.TASKS));
        }
    }
}
