package caravan.task.tree;

import caravan.CaravanException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with one document, so that it is told at once. For one thread. */
public final class Faults {
    private static final int MOST = 100;
    private static final int LONGEST = 500;

    private final String source;
    private final List<Fault> faults = new ArrayList<>();
    private int left;

    private record Fault(int line, String text) {}

    /**
     * @param source named in front of each fault, such as the file
     */
    public Faults(String source) {
        this.source = source;
    }

    /**
     * @param message what is wrong and what was expected; cut when it is very long, and put on one line
     */
    public void add(Place place, String message) {
        if (faults.size() == MOST) {
            left++;
            return;
        }
        String path = place.path();
        String text = Words.onOneLine(path.isEmpty() ? message : path + ": " + message);
        faults.add(new Fault(place.line(), text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…"));
    }

    public boolean isEmpty() {
        return faults.isEmpty();
    }

    /**
     * @throws CaravanException INVALID with every fault, each on a line of its own as {@code source:line: path: what is
     *     wrong}, in order, if there is any
     */
    public void finish() {
        if (isEmpty()) {
            return;
        }
        faults.sort(Comparator.comparingInt(Fault::line));
        String all = faults.stream()
                .map(fault -> source + ":" + fault.line + ": " + fault.text)
                .collect(Collectors.joining("\n"));
        throw CaravanException.invalid(
                left == 0 ? all : all + "\n" + source + ":1: and " + left + " more faults, which are not shown");
    }
}
