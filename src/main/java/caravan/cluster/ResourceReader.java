package caravan.cluster;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is to run where, to be read. Thread-safe. */
public interface ResourceReader {

    Optional<Resource> find(String name);

    /** @return in order of their names */
    List<Resource> list();

    /** Whether an empty list may mean that all was lost, rather than that all was deleted. */
    default boolean canBeLost() {
        return false;
    }

    /** @return how many resources each worker has, by its id; under the empty id those that nobody has */
    default Map<String, Integer> loads() {
        return Assignment.loads(list());
    }
}
