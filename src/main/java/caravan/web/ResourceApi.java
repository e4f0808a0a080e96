package caravan.web;

import caravan.CaravanException;
import caravan.cluster.CrawlReports;
import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.cluster.Resource;
import caravan.cluster.ResourceCommand;
import caravan.cluster.Resources;
import caravan.cluster.Worker;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /crawler/resource}: what is to be crawled, and how far it is. Thread-safe. */
public final class ResourceApi {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceApi.class);
    private static final ObjectReader REQUEST =
            new JsonMapper().readerFor(ResourceRequest.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String EXPECTED = "the body must be {\"id\":\"…\",\"name\":\"TASK\"}, and may have"
            + " \"task\":\"DEFINITION\" and \"values\":{\"PARAMETER\":\"TEXT\"}";

    private final Resources resources;
    private final CrawlReports reports;
    private final Leadership leadership;

    public ResourceApi(Resources resources, CrawlReports reports, Leadership leadership) {
        this.resources = resources;
        this.reports = reports;
        this.leadership = leadership;
    }

    /**
     * The body of an add or delete request.
     *
     * @param id     may be anything; the resource gets an id of its own
     * @param name   of the resource
     * @param task   name of its definition; left out where that is its own name
     * @param values for the definition's parameters; may be left out
     */
    public record ResourceRequest(String id, String name, String task, Map<String, String> values) {
        public ResourceRequest {
            name = Objects.requireNonNullElse(name, "");
            task = Objects.requireNonNullElse(task, "");
            values = Objects.requireNonNullElse(values, Map.of());
        }
    }

    /** The worker that took the resource. {@code Address} with its capital A is the published format. */
    public record Assigned(
            String id, @JsonProperty("Address") String address) {}

    /** A resource and, where its worker has reported it, how far its crawl is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ResourceStatus(
            @JsonUnwrapped Resource resource,
            @JsonProperty("Crawl") Object crawl) {}

    /** @return what the body asks for; its id is for the client alone */
    public ResourceCommand commandIn(@Body String body) {
        try {
            ResourceRequest request = REQUEST.readValue(body == null ? "" : body);
            return Optional.ofNullable(request)
                    .map(given -> ResourceCommand.fromClient(given.name(), given.task(), given.values()))
                    .orElseThrow(() -> CaravanException.invalid(EXPECTED));
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid(EXPECTED);
        }
    }

    public ResourceCommand commandInPath(@Header("name") String name) {
        return ResourceCommand.fromClient(name);
    }

    public String nameInPath(@Header("name") String name) {
        return ResourceCommand.requireName(name);
    }

    public Assigned add(@Body ResourceCommand command) {
        logForwarded("add", command);
        Worker worker = resources.add(command);
        return new Assigned(worker.id(), worker.address());
    }

    /** @return an empty object, as published */
    public Map<String, String> delete(@Body ResourceCommand command) {
        logForwarded("delete", command);
        resources.delete(command.name());
        return Map.of();
    }

    public Leader leader() {
        return leadership.leader().orElseThrow(Leadership::leaderless);
    }

    public List<ResourceStatus> list() {
        Function<Resource, Optional<Object>> now = reports.now();
        return resources.list().stream()
                .map(resource -> status(resource, now.apply(resource)))
                .toList();
    }

    public ResourceStatus get(@Body String name) {
        Resource resource = resources.get(name);
        return status(resource, reports.of(resource));
    }

    private static ResourceStatus status(Resource resource, Optional<Object> report) {
        return new ResourceStatus(resource, report.orElse(null));
    }

    private static void logForwarded(String change, ResourceCommand command) {
        if (command.isForwarded()) {
            LOG.info("{} task={} forwardedBy={}", change, command.name(), command.forwardedBy());
        }
    }
}
