package caravan.app;

import caravan.sink.sql.DatabaseSettings;
import caravan.sink.sql.Databases;
import java.sql.DriverManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The settings {@code caravan.database.NAME.…}, whose names the operator chooses. */
final class DatabaseProperties {
    private static final String PREFIX = "caravan.database.";
    private static final Pattern KEY =
            Pattern.compile("caravan\\.database\\.([\\p{L}\\p{N}_-]{1,100})\\.(url|user|password|pool)");
    private static final int DEFAULT_POOL = 2;
    private static final int MOST_POOL = 100;

    private DatabaseProperties() {}

    static boolean isKey(String key) {
        return KEY.matcher(key).matches();
    }

    /** All settings but these: what Camel knows, an expression can read, and these hold passwords. */
    static Map<String, String> without(Map<String, String> properties) {
        return properties.entrySet().stream()
                .filter(entry -> !isKey(entry.getKey()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** @param keys of all settings */
    static List<DatabaseSettings> read(PropertyReader reader, Collection<String> keys) {
        return keys.stream()
                .map(KEY::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .distinct()
                .sorted()
                .map(name -> database(reader, name, keys::contains))
                .toList();
    }

    private static DatabaseSettings database(PropertyReader reader, String name, Predicate<String> isGiven) {
        String prefix = PREFIX + name + ".";
        return new DatabaseSettings(
                name,
                reader.read(prefix + "url", DatabaseProperties::url, ""),
                reader.read(prefix + "user", text -> text, ""),
                reader.read(prefix + "password", text -> text, ""),
                isGiven.test(prefix + "pool") ? reader.number(prefix + "pool", 1, MOST_POOL) : DEFAULT_POOL);
    }

    /** Its messages do not repeat the URL: it may hold a password. */
    private static String url(String text) {
        if (!text.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "needs the database's URL for JDBC, such as jdbc:postgresql://localhost/crawl");
        }
        if (DriverManager.drivers().noneMatch(driver -> accepts(driver, Databases.driverUrl(text)))) {
            throw new IllegalArgumentException("no driver takes this URL; jdbc:h2:, jdbc:postgresql:, jdbc:mariadb: and"
                    + " jdbc:mysql: are here, others need their jar on the class path");
        }
        return text;
    }

    private static boolean accepts(java.sql.Driver driver, String url) {
        try {
            return driver.acceptsURL(url);
        } catch (java.sql.SQLException e) {
            return false;
        }
    }
}
