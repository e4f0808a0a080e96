package caravan.cluster.local;

import java.util.Map;

/**
 * Where a store in memory keeps what it has, so that the next process has it too. For one thread at a time.
 *
 * @param <T> what is kept, each under a name
 */
interface Keeper<T> {

    /**
     * @return all that is kept, by name
     * @throws caravan.CaravanException INVALID when something cannot be read; nothing has changed then
     */
    Map<String, T> load();

    /**
     * Keeps it in the place of what there was of that name.
     *
     * @throws caravan.CaravanException UNAVAILABLE when that is not possible now; what there was is kept still
     */
    void keep(String name, T value);

    /** @throws caravan.CaravanException UNAVAILABLE when that is not possible now; it is kept still */
    void forget(String name);

    /** Keeps nothing. */
    static <T> Keeper<T> nothing() {
        return new Keeper<>() {
            @Override
            public Map<String, T> load() {
                return Map.of();
            }

            @Override
            public void keep(String name, T value) {
                // the next process is to begin with nothing
            }

            @Override
            public void forget(String name) {
                // nothing was kept
            }
        };
    }
}
