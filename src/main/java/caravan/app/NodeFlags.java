package caravan.app;

import picocli.CommandLine.Option;

/** The flags of whatever runs until it is stopped. */
class NodeFlags extends SettingsFlags {
    @Option(names = "--http", paramLabel = "[HOST]:PORT", description = "REST address (default 127.0.0.1:8080).")
    void http(String value) {
        set("caravan.http", value);
    }

    @Option(names = "--tasks", paramLabel = "FOLDER", description = "Task definitions, *.yaml (default ./tasks).")
    void tasks(String value) {
        set("caravan.tasks", value);
    }
}
