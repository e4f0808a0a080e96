package caravan.web;

import caravan.CaravanException;
import caravan.cluster.Resources;
import caravan.cluster.TaskStore;
import caravan.task.Task;
import caravan.task.TaskCodec;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** {@code /crawler/tasks}: the definitions of what can be crawled. Thread-safe. */
public final class TaskApi {
    /** Property of an exchange: the Content-Type of the request. */
    public static final String MEDIA_TYPE = "caravanMediaType";

    private final TaskStore store;
    private final TaskCodec codec;
    private final Resources resources;

    /** @param resources that are to go on with what is defined */
    public TaskApi(TaskStore store, TaskCodec codec, Resources resources) {
        this.store = store;
        this.codec = codec;
        this.resources = resources;
    }

    /** @return a JSON array of all definitions */
    public String list() {
        return store.list().stream().map(codec::writeJson).collect(Collectors.joining(",", "[", "]"));
    }

    public String get(@Header("name") String name) {
        return codec.writeJson(find(name));
    }

    /**
     * Stores a definition, YAML where the request says so, else JSON; what runs by it goes on by the new one. Answers
     * 201 where there was none.
     */
    public String put(@Header("name") String name, @Body String body, Exchange exchange) {
        String mediaType = exchange.getProperty(MEDIA_TYPE, "", String.class);
        Task task = codec.read(body == null ? "" : body, mediaType, "task");
        if (!task.name().equals(name)) {
            throw CaravanException.invalid("the body names task '" + task.name() + "', the path '" + name + "'");
        }
        boolean created = resources.define(task);
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, created ? 201 : 200);
        return codec.writeJson(task);
    }

    public void delete(@Header("name") String name) {
        if (!store.delete(name)) {
            throw missing(name);
        }
    }

    private Task find(String name) {
        return store.find(name).orElseThrow(() -> missing(name));
    }

    private static CaravanException missing(String name) {
        return CaravanException.notFound("no task named '" + name + "'");
    }
}
