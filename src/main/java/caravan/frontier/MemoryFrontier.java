package caravan.frontier;

import java.util.function.LongSupplier;

/**
 * A frontier that lives in memory and is gone with the process. Offering a request costs one fingerprint and one
 * reference; leasing costs a heap step, however many hosts and requests there are. Thread-safe.
 */
public final class MemoryFrontier extends HostFrontier {

    /** One that takes each request once. */
    public MemoryFrontier(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        this(politeness, gate, nanoClock, false);
    }

    /**
     * @param politeness how gently the task asks each host
     * @param gate       shared by all frontiers of the process
     * @param nanoClock  a monotonic clock such as {@link System#nanoTime}
     * @param reload     whether a request that is done is new when it is offered again
     */
    public MemoryFrontier(Politeness politeness, HostGate gate, LongSupplier nanoClock, boolean reload) {
        super(politeness, gate, new NanoClock(nanoClock), new MemoryStore(reload));
    }
}
