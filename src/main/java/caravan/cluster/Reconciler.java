package caravan.cluster;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what runs on this worker in line with what is stored for it. It looks at states, never at single events, so
 * repeated, merged or reordered notices of change do no harm. Runs are told apart by resource id and epoch: a task that
 * was deleted and added again is a new run. Changes are made by one thread at a time; questions may come from any.
 *
 * <p>A change throws CaravanException UNAVAILABLE when what it needs to know cannot be read at the moment: it may have
 * been made in part, and is to be asked for again.
 */
public final class Reconciler {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    /** Opens and closes crawls for the reconciler. */
    public interface Runner {
        /**
         * @throws CaravanException when its task is unknown or cannot be run
         */
        void open(Resource resource);

        /** For good: its resource is gone. */
        void close(String name);

        /** It is not to run here any more, but may come back. */
        void suspend(String name);

        /** Nothing need be kept of resources with other names. */
        void keepOnly(Set<String> names);

        /**
         * Has crawls go on by their definition as it is now; one that it is not fit for goes on by the one it has.
         *
         * @throws CaravanException UNAVAILABLE when it cannot be read at the moment
         */
        void redefine(String definition, List<Resource> running);
    }

    /** Why a resource does not run, though it should. */
    public record Problem(Resource resource, boolean unknownTask, String reason) {
        private static final Pattern NUMBER = Pattern.compile("\\d+");

        /** Whether it is no news after {@code earlier}, which may be null: stores number their files anew each time. */
        private boolean isLike(Problem earlier) {
            return earlier != null
                    && resource.equals(earlier.resource())
                    && NUMBER.matcher(reason)
                            .replaceAll("")
                            .equals(NUMBER.matcher(earlier.reason()).replaceAll(""));
        }
    }

    private final String workerId;
    private final ResourceReader stored;
    private final Runner runner;
    private final ConcurrentMap<String, Resource> running = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Problem> problems = new ConcurrentHashMap<>();

    public Reconciler(String workerId, ResourceReader stored, Runner runner) {
        this.workerId = workerId;
        this.stored = stored;
        this.runner = runner;
    }

    /** Looks at everything. */
    public synchronized void reconcile() {
        List<Resource> all = stored.list();
        List<Resource> mine = all.stream().filter(this::isMine).toList();
        Set<String> names = mine.stream().map(Resource::name).collect(Collectors.toSet());
        Set<String> known = all.stream().map(Resource::name).collect(Collectors.toSet());
        List.copyOf(running.keySet()).stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> end(name, isDoubtful(known) || known.contains(name)));
        if (!isDoubtful(known)) {
            runner.keepOnly(known);
        }
        problems.keySet().retainAll(names);
        mine.forEach(this::bringInLine);
    }

    /** Where there is nothing at all a store may have been lost, and what is kept here may be all there is. */
    private boolean isDoubtful(Set<String> known) {
        return known.isEmpty() && stored.canBeLost();
    }

    /** Looks at one resource. */
    public synchronized void reconcile(String name) {
        Optional<Resource> found = stored.find(name);
        found.filter(this::isMine).ifPresentOrElse(this::bringInLine, () -> {
            end(name, found.isPresent());
            problems.remove(name);
        });
    }

    /** Tries once more what could not be opened, for a full disk for one. To be called every few seconds. */
    public synchronized void tryAgain() {
        problems.values().stream()
                .filter(problem -> !problem.unknownTask())
                .map(problem -> problem.resource().name())
                .toList()
                .forEach(this::reconcile);
    }

    /** Has what runs by a definition go on by it as it is now, and tries once more what could not be opened. */
    public synchronized void definitionChanged(String definition) {
        List<Resource> affected = running.values().stream()
                .filter(resource -> resource.definition().equals(definition))
                .toList();
        problems.values().stream()
                .map(Problem::resource)
                .filter(resource -> resource.definition().equals(definition))
                .map(Resource::name)
                .toList()
                .forEach(this::reconcile);
        if (!affected.isEmpty()) {
            runner.redefine(definition, affected);
        }
    }

    /** What runs here, by task. */
    public Map<String, Resource> running() {
        return Map.copyOf(running);
    }

    /** What should run here and does not, by task. */
    public Map<String, Problem> problems() {
        return Map.copyOf(problems);
    }

    private boolean isMine(Resource resource) {
        return resource.workerId().equals(workerId);
    }

    private void bringInLine(Resource wanted) {
        Resource runs = running.get(wanted.name());
        if (runs != null && runs.id().equals(wanted.id()) && runs.epoch() == wanted.epoch()) {
            return;
        }
        end(wanted.name(), runs != null && runs.id().equals(wanted.id()));
        open(wanted);
    }

    private void end(String name, boolean mayComeBack) {
        if (!running.containsKey(name)) {
            return;
        }
        if (mayComeBack) {
            runner.suspend(name);
        } else {
            runner.close(name);
        }
        running.remove(name);
    }

    private void open(Resource resource) {
        try {
            runner.open(resource);
            running.put(resource.name(), resource);
            problems.remove(resource.name());
        } catch (RuntimeException e) {
            if (isKind(Kind.UNAVAILABLE, e)) {
                throw e; // nothing is amiss with the resource: the caller comes again
            }
            // One resource that cannot be opened must not keep the others from running.
            Problem problem = new Problem(resource, isKind(Kind.NOT_FOUND, e), String.valueOf(e.getMessage()));
            if (!problem.isLike(problems.put(resource.name(), problem))) {
                LOG.warn("cannot open crawl task={} id={}: {}", resource.name(), resource.id(), e.getMessage());
            }
        }
    }

    private static boolean isKind(Kind kind, RuntimeException fault) {
        return fault instanceof CaravanException known && known.kind() == kind;
    }
}
