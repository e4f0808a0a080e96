package caravan.cluster;

import caravan.CaravanException;
import caravan.task.Task;
import java.util.regex.Pattern;

/**
 * A change to the resources that somebody asks for: add the one of this name, or delete it.
 *
 * @param id          of the resource to be, so that asking twice adds once; empty: the leader makes one
 * @param name        of the task
 * @param forwardedBy id of the master that passed it on; empty when it comes from a client
 */
public record ResourceCommand(String id, String name, String forwardedBy) {
    private static final Pattern ID = Pattern.compile("[\\w.-]{0,64}");
    private static final Pattern NODE = Pattern.compile("[^\\p{Cntrl}]{0,200}");

    /**
     * @throws CaravanException INVALID naming what is wrong
     */
    public ResourceCommand {
        requireName(name);
        if (!ID.matcher(id).matches()) {
            throw CaravanException.invalid("a resource's id must be at most 64 letters, digits, dots or hyphens");
        }
        if (!NODE.matcher(forwardedBy).matches()) {
            throw CaravanException.invalid("a master's id must be at most 200 printable characters");
        }
    }

    public static ResourceCommand fromClient(String name) {
        return new ResourceCommand("", name, "");
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
}
