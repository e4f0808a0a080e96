package caravan.app;

import caravan.task.Durations;
import java.time.Duration;

/**
 * What the properties say of hosts in trouble.
 *
 * @param most before a host is given up; 0 for never
 */
record Rests(Duration first, Duration longest, int most) {

    static Rests from(PropertyReader reader) {
        return new Rests(
                reader.read("caravan.host.rest", Durations::parse, Duration.ZERO),
                reader.read("caravan.host.longest-rest", Durations::parse, Duration.ZERO),
                reader.number("caravan.host.rests", 0, 1000));
    }
}
