package caravan.app;

import caravan.CaravanException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;

/**
 * What a user adds to Caravan without recompiling it, for one Camel: jars, whose classes Camel then finds as if they
 * were ours, and routes. They are the operator's, and trusted as Caravan itself is. For one thread.
 */
final class Extensions extends MainListenerSupport implements AutoCloseable {
    private final Library library;
    private final UserRoutes routes;

    private Extensions(Library library, UserRoutes routes) {
        this.library = library;
        this.routes = routes;
    }

    /**
     * Opens the jars; routes are read once Camel has all of ours.
     *
     * @throws CaravanException INVALID naming the folder or jar that is wrong
     */
    static Extensions open(Settings.Additions additions) {
        List<Path> files = OwnFiles.in(additions.routes(), "*.{yaml,yml}");
        Library library = Library.of(OwnFiles.in(additions.lib(), "*.jar"));
        return new Extensions(library, new UserRoutes(files, library.loader()));
    }

    /** Nothing but what Caravan has. */
    static Extensions none() {
        Library library = Library.of(List.of());
        return new Extensions(library, new UserRoutes(List.of(), library.loader()));
    }

    @Override
    public void beforeInitialize(BaseMainSupport main) {
        main.getCamelContext().setApplicationContextClassLoader(library.loader());
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        routes.addTo(main.getCamelContext());
    }

    /** Runs what looks for classes by the thread it runs in, as some libraries do. */
    void withClasses(Step start) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(library.loader());
        try {
            start.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Names the file of a user's route that could not be started, and puts the reason in one line. */
    CaravanException explain(Throwable failure) {
        Optional<CaravanException> told = causes(failure)
                .filter(CaravanException.class::isInstance)
                .map(CaravanException.class::cast)
                .filter(each -> each.kind() == CaravanException.Kind.INVALID)
                .findFirst();
        return told.orElseGet(() -> explained(failure));
    }

    private CaravanException explained(Throwable failure) {
        return causes(failure)
                .map(each -> each instanceof FailedToCreateRouteException create
                        ? create.getRouteId()
                        : each instanceof FailedToStartRouteException start ? start.getRouteId() : null)
                .flatMap(Stream::ofNullable)
                .flatMap(id -> routes.origin(id).map(file -> file + ": route '" + id + "': ").stream())
                .findFirst()
                .map(where -> CaravanException.invalid(where + Reasons.of(failure)))
                .orElseGet(() -> new CaravanException(
                        CaravanException.Kind.INTERNAL, "cannot start: " + Reasons.of(failure), failure));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause);
    }

    @Override
    public void close() {
        library.close();
    }

    /** Something that fails in any way. */
    interface Step {
        void run() throws Exception;
    }
}
