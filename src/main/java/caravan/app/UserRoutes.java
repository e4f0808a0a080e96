package caravan.app;

import caravan.CaravanException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.RouteConfigurationsBuilder;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * The routes that a user brings along: those of {@link RoutesBuilder}s which jars name as services, then those of files
 * in Camel's YAML DSL. They are added to a context that has ours already and has not been started. For one thread.
 */
final class UserRoutes {
    private final List<Path> files;
    private final ClassLoader jars;
    private final Map<RouteDefinition, String> origins = new HashMap<>();

    /** One builder of routes, and what to call it when it is wrong. */
    private record Source(String name, RoutesBuilder builder) {}

    private interface Step {
        void run() throws Exception;
    }

    /**
     * @param files in Camel's YAML DSL
     * @param jars  where to look for services
     */
    UserRoutes(List<Path> files, ClassLoader jars) {
        this.files = List.copyOf(files);
        this.jars = jars;
    }

    /**
     * @throws CaravanException INVALID, in one line, naming the file or class that is wrong and why
     */
    void addTo(CamelContext context) {
        List<Source> sources = new ArrayList<>(services(context));
        files.forEach(file -> sources.addAll(parse(file, context)));
        for (Source each : sources) {
            if (each.builder instanceof RouteConfigurationsBuilder configurations) {
                named(each.name, () -> context.addRoutesConfigurations(configurations));
            }
        }
        sources.forEach(each -> named(each.name, () -> add(each, context)));
    }

    /** Where the route with this id comes from, if it is none of ours. */
    Optional<String> origin(String routeId) {
        return origins.entrySet().stream()
                .filter(each -> routeId.equals(each.getKey().getRouteId()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private List<Source> services(CamelContext context) {
        List<Source> sources = new ArrayList<>();
        named("a " + RoutesBuilder.class.getName() + " of the jars", () -> {
            for (RoutesBuilder each : ServiceLoader.load(RoutesBuilder.class, jars)) {
                String name = each.getClass().getName();
                PluginHelper.getBeanPostProcessor(context).postProcessBeforeInitialization(each, name);
                sources.add(new Source(name, each));
            }
        });
        return sources;
    }

    private static List<Source> parse(Path file, CamelContext context) {
        List<Source> sources = new ArrayList<>();
        named(file.toString(), () -> {
            byte[] text = Files.readAllBytes(file);
            requireList(text);
            // Camel knows a file of routes by its ending, and .yml is none of those it knows
            var resource = ResourceHelper.fromBytes(file.toString().replaceFirst("\\.yml$", ".yaml"), text);
            Collection<RoutesBuilder> found =
                    PluginHelper.getRoutesLoader(context).findRoutesBuilders(List.of(resource));
            found.forEach(each -> sources.add(new Source(file.toString(), each)));
        });
        return sources;
    }

    /** Camel passes over what is no list, and its routes would be missing later without a hint. */
    private static void requireList(byte[] text) throws IOException {
        if (!new YAMLMapper().readTree(text).isArray()) {
            throw new IllegalArgumentException("must be a list, its routes beginning with '- route:' or '- from:'");
        }
    }

    private void add(Source source, CamelContext context) throws Exception {
        Model model = context.getCamelContextExtension().getContextPlugin(Model.class);
        List<RouteDefinition> before = List.copyOf(model.getRouteDefinitions());
        Optional<ErrorHandlerFactory> forAll = addAndTakeErrorHandler(source.builder, context);
        List<RouteDefinition> now = List.copyOf(model.getRouteDefinitions());
        before.stream().filter(each -> !now.contains(each)).findFirst().ifPresent(this::refuseSecond);
        now.stream().filter(each -> !before.contains(each)).forEach(each -> {
            origins.put(each, source.name);
            forAll.ifPresent(each::setErrorHandlerFactoryIfNull);
        });
    }

    /**
     * An error handler at the top of a YAML file is meant for the routes of that file; Camel gives it to every route,
     * ours as well.
     */
    private static Optional<ErrorHandlerFactory> addAndTakeErrorHandler(RoutesBuilder builder, CamelContext context)
            throws Exception {
        ExtendedCamelContext extended = context.getCamelContextExtension();
        ErrorHandlerFactory ours = extended.getErrorHandlerFactory();
        context.addRoutes(builder);
        context.addTemplatedRoutes(builder);
        ErrorHandlerFactory now = extended.getErrorHandlerFactory();
        extended.setErrorHandlerFactory(ours);
        return Optional.ofNullable(now).filter(each -> each != ours);
    }

    /** Camel lets a second route of the same id take the place of the first. */
    private void refuseSecond(RouteDefinition first) {
        throw new IllegalArgumentException("route id '%s' is taken by a route of %s"
                .formatted(first.getRouteId(), origin(first.getRouteId()).orElse("Caravan itself")));
    }

    private static void named(String name, Step step) {
        try {
            step.run();
        } catch (Exception | ServiceConfigurationError | LinkageError e) {
            throw CaravanException.invalid(name + ": " + Reasons.of(e));
        }
    }
}
