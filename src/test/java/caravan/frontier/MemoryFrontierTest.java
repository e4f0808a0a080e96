package caravan.frontier;

import java.util.function.LongSupplier;

class MemoryFrontierTest extends FrontierContract {
    @Override
    protected Frontier create(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        return new MemoryFrontier(politeness, gate, nanoClock);
    }

    @Override
    protected Frontier createReloading(Politeness politeness, HostGate gate, LongSupplier nanoClock) {
        return new MemoryFrontier(politeness, gate, nanoClock, true);
    }
}
