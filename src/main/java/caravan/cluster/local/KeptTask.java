package caravan.cluster.local;

import caravan.FileName;
import caravan.cluster.TaskJson;
import caravan.task.Task;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/**
 * A definition that came over REST.
 *
 * @param replaced {@link #print} of the operator's own file of that name, in whose place it came; empty where there was
 *     none
 */
record KeptTask(Task task, String replaced) {

    /** Tells what one file says from what another one does. */
    static String print(Task ofFile) {
        return FileName.digest(ofFile.document().getBytes(StandardCharsets.UTF_8));
    }

    /** As etcd has it too, with a key of our own where it came in the place of a file. */
    record JsonForm(TaskJson json) implements Form<KeptTask> {
        private static final String REPLACED = "replacedFile";

        @Override
        public String nameOf(KeptTask kept) {
            return kept.task().name();
        }

        @Override
        public String write(KeptTask kept) {
            ObjectNode stored = json.write(kept.task());
            if (!kept.replaced().isEmpty()) {
                stored.put(REPLACED, kept.replaced());
            }
            return stored.toString();
        }

        @Override
        public KeptTask read(String text, String source) {
            JsonNode stored = TaskJson.parse(text, source);
            String replaced = stored.path(REPLACED).asText();
            if (stored instanceof ObjectNode definition) {
                definition.remove(REPLACED);
            }
            return new KeptTask(json.read(stored, source), replaced);
        }
    }
}
