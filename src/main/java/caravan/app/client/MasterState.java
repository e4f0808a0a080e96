package caravan.app.client;

import caravan.CaravanException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;

/**
 * What a master says of itself.
 *
 * @param problem why it is taken for down; empty when it is up
 * @param status  its answer; an empty object when it is down
 */
record MasterState(URI url, String problem, JsonNode status) {
    private static final List<String> IDENTITY = List.of("role", "id", "instance", "version", "startedAt");

    static MasterState of(Reply reply) {
        try {
            return reply instanceof Answer answer && answer.isDone()
                    ? new MasterState(reply.master(), "", answer.object())
                    : down(reply.master(), reply.reason());
        } catch (CaravanException e) {
            return down(reply.master(), "does not answer as a master does");
        }
    }

    private static MasterState down(URI url, String problem) {
        return new MasterState(url, problem, JsonNodeFactory.instance.objectNode());
    }

    boolean isUp() {
        return problem.isEmpty();
    }

    String text(String key) {
        return status.path(key).asText();
    }

    /** Who it is, without its crawls: they stand among the resources. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", url.toString()).put("up", isUp());
        IDENTITY.stream().filter(status::has).forEach(key -> json.set(key, status.get(key)));
        return isUp() ? json : json.put("problem", problem);
    }

    @Override
    public String toString() {
        return url + " (" + problem + ")";
    }
}
