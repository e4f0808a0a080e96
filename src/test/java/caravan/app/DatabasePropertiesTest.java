package caravan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import caravan.CaravanException;
import caravan.sink.sql.DatabaseSettings;
import caravan.sink.sql.Databases;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabasePropertiesTest {

    private static Settings load(Map<String, String> properties) {
        return new PropertySources(Map.of()).load(Optional.empty(), properties);
    }

    @Test
    void knowsDatabasesByWhateverNameTheyHave() {
        Settings settings = load(Map.of(
                "caravan.database.main.url", "jdbc:postgresql://db.example/crawl",
                "caravan.database.main.user", "crawler",
                "caravan.database.main.password", "geheim",
                "caravan.database.豆瓣.url", "jdbc:mysql://db.example/crawl",
                "caravan.database.豆瓣.pool", "7"));
        assertThat(settings.databases())
                .containsExactly(
                        new DatabaseSettings("main", "jdbc:postgresql://db.example/crawl", "crawler", "geheim", 2),
                        new DatabaseSettings("豆瓣", "jdbc:mysql://db.example/crawl", "", "", 7));
    }

    @Test
    void keepsDatabasesFromWhateverCanReadProperties() {
        Settings settings = load(Map.of(
                "caravan.database.main.url", "jdbc:h2:mem:x;PASSWORD=geheim",
                "caravan.database.main.password", "geheim"));
        assertThat(settings.properties().toString()).doesNotContain("geheim").doesNotContain("caravan.database");
        assertThat(settings.toString()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caravan.database.main.url  | postgresql://u:geheim@h/db | needs the database's URL for JDBC",
                "caravan.database.main.url  | jdbc:oracle:thin:u/geheim@h | no driver takes this URL",
                "caravan.database.main.user | geheim | caravan.database.main.url: needs",
                "caravan.database.main.pool | 0 | '0' is not within 1 and 100",
                "caravan.database.main.pas  | geheim | database.main.pas: no such setting",
                "caravan.database.a.b.url   | jdbc:h2:mem:geheim | database.a.b.url: no such setting",
            })
    void saysWhatIsWrongWithoutRepeatingWhatMayBeSecret(String key, String value, String message) {
        assertThatThrownBy(() -> load(Map.of(key, value)))
                .isInstanceOf(CaravanException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("geheim");
    }

    @Test
    void startsWhereADatabaseIsDownAndRefusesNamesThatAreTaken() {
        Settings settings = load(Map.of("caravan.database.etcd.url", "jdbc:postgresql://127.0.0.1:1/none"));
        try (Databases databases = new Databases(settings.databases())) {
            Map<String, Object> beans = new HashMap<>();
            databases.addTo(beans);
            assertThat(beans)
                    .hasEntrySatisfying("etcd", bean -> assertThat(bean).isInstanceOf(DataSource.class));
            assertThatThrownBy(() -> databases.addTo(new HashMap<>(Map.of("etcd", "taken"))))
                    .isInstanceOf(CaravanException.class)
                    .hasMessageContaining("caravan.database.etcd.url: a part of Caravan has that name already");
        }
    }
}
