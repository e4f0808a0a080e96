package caravan.cluster;

import java.util.List;
import java.util.Optional;

/** What is to run where, to be read. Thread-safe. */
public interface ResourceReader {

    Optional<Resource> find(String name);

    /** @return in order of their names */
    List<Resource> list();
}
