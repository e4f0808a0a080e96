package caravan.cluster;

import caravan.CaravanException;
import caravan.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A change to the resources that somebody asks for: add the one of this name, or delete it.
 *
 * @param id          of the resource to be, so that asking twice adds once; empty: the leader makes one
 * @param name        of the resource
 * @param task        name of its definition; empty where that is the resource's own name. Of no account to a delete
 * @param values      for the definition's parameters: 100 at most, of 4 KiB at most each and 32 KiB in all
 * @param forwardedBy id of the master that passed it on; empty when it comes from a client
 */
public record ResourceCommand(String id, String name, String task, Map<String, String> values, String forwardedBy) {
    private static final Pattern ID = Pattern.compile("[\\w.-]{0,64}");
    private static final Pattern NODE = Pattern.compile("[^\\p{Cntrl}]{0,200}");
    private static final Pattern PARAMETER = Pattern.compile("[^\\p{Cntrl}]{1,100}");
    private static final int MAX_VALUES = 100;
    private static final int MAX_VALUE_BYTES = 4 << 10;
    /** With their names, so that the whole fits into a message from master to master, and some into one change. */
    private static final int MAX_BYTES = 32 << 10;

    /**
     * @throws CaravanException INVALID naming what is wrong
     */
    public ResourceCommand {
        requireName(name);
        if (!task.isEmpty()) {
            requireName(task);
        }
        if (!ID.matcher(id).matches()) {
            throw CaravanException.invalid("a resource's id must be at most 64 letters, digits, dots or hyphens");
        }
        if (!NODE.matcher(forwardedBy).matches()) {
            throw CaravanException.invalid("a master's id must be at most 200 printable characters");
        }
        requireBounded(values);
        values = Map.copyOf(values);
    }

    public static ResourceCommand fromClient(String name) {
        return fromClient(name, "", Map.of());
    }

    public static ResourceCommand fromClient(String name, String task, Map<String, String> values) {
        return new ResourceCommand("", name, task, values, "");
    }

    public boolean isForwarded() {
        return !forwardedBy.isEmpty();
    }

    /**
     * @return the name, when it can be one of a task
     * @throws CaravanException INVALID saying what a name may hold
     */
    public static String requireName(String name) {
        try {
            return Task.requireName(name);
        } catch (IllegalArgumentException e) {
            throw CaravanException.invalid(e.getMessage());
        }
    }

    private static void requireBounded(Map<String, String> values) {
        if (values.size() > MAX_VALUES) {
            throw CaravanException.invalid("values are " + values.size() + ", more than " + MAX_VALUES);
        }
        long all = 0;
        for (Map.Entry<String, String> each : values.entrySet()) {
            all += bytesOf(each.getKey(), each.getValue());
        }
        if (all > MAX_BYTES) {
            throw CaravanException.invalid("values and their names are " + all + " bytes, more than " + MAX_BYTES);
        }
    }

    private static long bytesOf(String parameter, String value) {
        if (!PARAMETER.matcher(parameter).matches()) {
            throw CaravanException.invalid("the name of a value must be 1 to 100 printable characters");
        }
        if (value == null) {
            throw CaravanException.invalid("value '" + parameter + "' is null; leave it out, or give a text");
        }
        int bytes = value.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw CaravanException.invalid(
                    "value '" + parameter + "' is " + bytes + " bytes, more than " + MAX_VALUE_BYTES);
        }
        return bytes + (long) parameter.getBytes(StandardCharsets.UTF_8).length;
    }
}
