package caravan.web;

import caravan.CaravanException;
import caravan.cluster.TaskStore;
import caravan.task.Task;
import caravan.task.TaskCodec;
import java.util.stream.Collectors;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Header;

/** {@code /crawler/tasks}: the definitions of what can be crawled. Thread-safe. */
public final class TaskApi {
    private final TaskStore store;
    private final TaskCodec codec;

    public TaskApi(TaskStore store, TaskCodec codec) {
        this.store = store;
        this.codec = codec;
    }

    /** @return a JSON array of all definitions */
    public String list() {
        return store.list().stream().map(codec::writeJson).collect(Collectors.joining(",", "[", "]"));
    }

    public String get(@Header("name") String name) {
        return codec.writeJson(find(name));
    }

    /** Stores a definition; a crawl that runs keeps the one it was opened with. Answers 201 where there was none. */
    public String put(@Header("name") String name, @Body String body, Exchange exchange) {
        Task task = codec.readJson(body == null ? "" : body, "task");
        if (!task.name().equals(name)) {
            throw CaravanException.invalid("the body names task '" + task.name() + "', the path '" + name + "'");
        }
        boolean created = store.put(task);
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
