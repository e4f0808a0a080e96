package caravan.web;

import caravan.CaravanException;
import caravan.cluster.Leader;
import caravan.cluster.Leadership;
import caravan.cluster.Resource;
import caravan.cluster.ResourceCommand;
import caravan.cluster.Resources;
import caravan.cluster.Worker;
import caravan.pipeline.Crawls;
import caravan.pipeline.Job;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /crawler/resource}: what is to be crawled, and how far it is. Thread-safe. */
public final class ResourceApi {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceApi.class);
    private static final ObjectReader REQUEST =
            new JsonMapper().readerFor(ResourceRequest.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Resources resources;
    private final Crawls crawls;
    private final Leadership leadership;

    public ResourceApi(Resources resources, Crawls crawls, Leadership leadership) {
        this.resources = resources;
        this.crawls = crawls;
        this.leadership = leadership;
    }

    /**
     * The body of an add or delete request.
     *
     * @param id   may be anything; the resource gets an id of its own
     * @param name of the task
     */
    public record ResourceRequest(String id, String name) {}

    /** The worker that took the resource. {@code Address} with its capital A is the published format. */
    public record Assigned(
            String id, @JsonProperty("Address") String address) {}

    /** A resource and, where its crawl runs on this node, how far it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ResourceStatus(
            @JsonUnwrapped Resource resource,
            @JsonProperty("Crawl") CrawlStatus crawl) {}

    /** @return what the body asks for; its id is for the client alone */
    public ResourceCommand commandIn(@Body String body) {
        try {
            ResourceRequest request = REQUEST.readValue(body == null ? "" : body);
            return ResourceCommand.fromClient(
                    Optional.ofNullable(request).map(ResourceRequest::name).orElse(""));
        } catch (JsonProcessingException e) {
            throw CaravanException.invalid("the body must be {\"id\":\"…\",\"name\":\"TASK\"}");
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
        Worker worker =
                command.id().isEmpty() ? resources.add(command.name()) : resources.add(command.name(), command.id());
        return new Assigned(worker.id(), worker.address());
    }

    /** @return an empty object, as published */
    public Map<String, String> delete(@Body ResourceCommand command) {
        logForwarded("delete", command);
        resources.delete(command.name());
        return Map.of();
    }

    public Leader leader() {
        return leadership.leader().orElseThrow(ResourceApi::leaderless);
    }

    public List<ResourceStatus> list() {
        return resources.list().stream().map(this::status).toList();
    }

    public ResourceStatus get(@Body String name) {
        return status(resources.get(name));
    }

    private ResourceStatus status(Resource resource) {
        Optional<Job> job = crawls.find(resource.name())
                .filter(running -> running.crawl().id().equals(resource.id()));
        return new ResourceStatus(resource, job.map(CrawlStatus::of).orElse(null));
    }

    private static CaravanException leaderless() {
        return new CaravanException(CaravanException.Kind.UNAVAILABLE, "no master leads at the moment");
    }

    private static void logForwarded(String change, ResourceCommand command) {
        if (command.isForwarded()) {
            LOG.info("{} task={} forwardedBy={}", change, command.name(), command.forwardedBy());
        }
    }
}
