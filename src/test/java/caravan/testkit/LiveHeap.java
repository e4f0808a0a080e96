package caravan.testkit;

import java.util.HashMap;
import java.util.Map;

/**
 * What is alive on a heap.
 *
 * @param bytes     of all objects
 * @param instances by class name
 */
public record LiveHeap(long bytes, Map<String, Long> instances) {
    /** Reads the table of {@code jcmd GC.class_histogram}: number, instances, bytes, class, module. */
    static LiveHeap parse(String histogram) {
        Map<String, Long> instances = new HashMap<>();
        long bytes = 0;
        for (String line : histogram.lines().toList()) {
            String[] cells = line.strip().split("\\s+");
            if (cells.length >= 4 && cells[0].endsWith(":") && cells[1].matches("\\d+")) {
                instances.put(cells[3], Long.parseLong(cells[1]));
                bytes += Long.parseLong(cells[2]);
            }
        }
        return new LiveHeap(bytes, Map.copyOf(instances));
    }

    public long count(String className) {
        return instances.getOrDefault(className, 0L);
    }
}
