package caravan.app;

import caravan.CaravanException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.jar.JarFile;

/**
 * The jars that a user brings along, as one class loader below our own: where both have a class, ours counts. JDBC
 * drivers in them are known to {@link DriverManager} until this is closed. For one thread.
 */
final class Library implements AutoCloseable {
    private static final ClassLoader OURS = Library.class.getClassLoader();

    private final URLClassLoader loader;
    private final List<Driver> drivers = new ArrayList<>();

    private Library(URL... jars) {
        loader = new URLClassLoader("caravan-lib", jars, OURS);
    }

    /**
     * @throws CaravanException INVALID naming the jar that is none, or whose driver cannot be loaded
     */
    static Library of(List<Path> jars) {
        Library library = new Library(jars.stream().map(Library::checked).toArray(URL[]::new));
        try {
            if (!jars.isEmpty()) {
                library.offerDrivers(); // looks at those of our own too, which takes time
            }
            return library;
        } catch (ServiceConfigurationError | LinkageError | SQLException e) {
            library.close();
            throw CaravanException.invalid("cannot load a JDBC driver of " + jars + ": " + e.getMessage());
        }
    }

    /** Java passes over what it cannot read as a jar, and a class would be missing later without a hint. */
    private static URL checked(Path jar) {
        try {
            new JarFile(jar.toFile()).close();
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a file has a URL", e);
        } catch (IOException e) {
            throw CaravanException.invalid(jar + ": is not a jar that can be read: " + e.getMessage());
        }
    }

    private void offerDrivers() throws SQLException {
        List<Driver> found = ServiceLoader.load(Driver.class, loader).stream()
                .filter(each -> each.type().getClassLoader() == loader)
                .<Driver>map(each -> new LibraryDriver(each.get()))
                .toList();
        for (Driver each : found) {
            DriverManager.registerDriver(each);
            drivers.add(each);
        }
    }

    ClassLoader loader() {
        return loader;
    }

    @Override
    public void close() {
        try {
            for (Driver each : drivers) {
                DriverManager.deregisterDriver(each);
            }
            loader.close();
        } catch (IOException | SQLException e) {
            throw new CaravanException(
                    CaravanException.Kind.INTERNAL, "cannot let go of the jars in use: " + e.getMessage(), e);
        }
    }
}
