package caravan.app;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags every command has. Each flag of a command is only a short way to say a property. */
class SettingsFlags {
    private final Map<String, String> properties = new HashMap<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings file (default: ./caravan.properties, if any).")
    private Path config;

    @Option(names = "-P", paramLabel = "KEY=VALUE", description = "Any setting, such as -P caravan.fetch.retries=5.")
    void property(Map<String, String> more) {
        properties.putAll(more);
    }

    final void set(String key, String value) {
        properties.put(key, value);
    }

    /** Gives a setting that no flag and no -P said. */
    final void setIfAbsent(String key, String value) {
        properties.putIfAbsent(key, value);
    }

    final Settings load() {
        Logging.prepare(properties);
        return new PropertySources().load(Optional.ofNullable(config), properties);
    }
}
