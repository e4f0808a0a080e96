package caravan.task;

import caravan.task.tree.Mapping;
import caravan.task.tree.Node;
import caravan.task.tree.Words;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads when a task is run again. For one thread. */
record ScheduleReader(Reading reading) {
    private static final int LONGEST = 200;
    private static final CronDefinition FIVE_FIELDS = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final Pattern EVERY = Pattern.compile("\\s*every\\s+(\\S+)\\s*");
    private static final String EXPECTED = "every 6h, or a cron expression of five fields such as 0 3 * * *";

    Schedule read(Node node) {
        if (!(node instanceof Mapping)) {
            return reading.parsed(node, reading.text(node, "text: " + EXPECTED), ScheduleReader::bare)
                    .orElse(Schedule.ONCE);
        }
        return reading.section(node, Keys.SCHEDULE, EXPECTED)
                .map(section -> {
                    section.need("cron", "a cron expression of five fields");
                    ZoneId zone = section.read("zone", Dates::zone, ZoneOffset.UTC);
                    return section.read("cron", text -> cron(text, zone), Schedule.ONCE);
                })
                .orElse(Schedule.ONCE);
    }

    private static Schedule bare(String text) {
        Matcher every = EVERY.matcher(text);
        if (!every.matches()) {
            return cron(text, ZoneOffset.UTC);
        }
        if (Durations.parse(every.group(1)).toSeconds() < 1) {
            throw new IllegalArgumentException("schedule " + Words.quoted(text) + " is too often; expected 1s or more");
        }
        return new Schedule(Schedule.Kind.EVERY, every.group(1), Schedule.ONCE.zone());
    }

    private static Schedule cron(String expression, ZoneId zone) {
        try {
            if (expression.length() <= LONGEST) {
                new CronParser(FIVE_FIELDS).parse(expression).validate();
                return new Schedule(
                        Schedule.Kind.CRON,
                        expression.strip(),
                        zone.equals(ZoneOffset.UTC) ? Schedule.ONCE.zone() : zone.getId());
            }
        } catch (RuntimeException e) { // of many kinds, as its parser takes its input for granted
            // told below
        }
        throw new IllegalArgumentException("schedule " + Words.quoted(expression) + " is none; expected " + EXPECTED);
    }
}
