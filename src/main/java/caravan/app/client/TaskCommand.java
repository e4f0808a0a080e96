package caravan.app.client;

import picocli.CommandLine.Command;

/** {@code caravan task …}: what a cluster is to crawl. */
@Command(
        name = "task",
        description = "Defines, adds, deletes and lists the tasks of a cluster.",
        subcommands = {TaskAdd.class, TaskDefine.class, TaskDelete.class, TaskList.class})
public final class TaskCommand {}
