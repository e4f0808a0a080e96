package caravan.task;

import java.util.List;
import java.util.stream.Stream;

/** Every key that a definition may have, by the part it stands in. {@code docs/task.schema.json} has the same ones. */
final class Keys {
    static final List<String> TASK = List.of(
            "name",
            "parameters",
            "seeds",
            "scope",
            "include",
            "exclude",
            "depth",
            "max-pages",
            "delay",
            "per-host",
            "limits",
            "wait",
            "robots",
            "user-agent",
            "headers",
            "cookies",
            "cookie-jar",
            "proxies",
            "retries",
            "reload",
            "schedule",
            "recrawl",
            "sink",
            "archive",
            "rules");

    static final List<String> SEED = List.of("url", "rule", "priority", "carry", "method", "body", "headers");
    static final List<String> RATE = List.of("events", "per", "burst");
    static final List<String> SCHEDULE = List.of("cron", "zone");
    static final List<String> RECRAWL = List.of("min", "max", "unchanged");
    static final List<String> RULE = List.of("page", "follow", "items");
    static final List<String> ITEMS = List.of("type", "each", "fields");

    /** Where a part of a page is found. */
    static final List<String> EACH = List.of("css", "xpath", "json", "regex");

    /** Where a value is found; regex also beside another one. */
    static final List<String> KINDS =
            List.of("css", "xpath", "json", "regex", "const", "carry", "url", "header", "expression");

    private static final List<String> FOUND = List.of("language", "attr", "html", "transform");

    static final List<String> FIELD = joined(KINDS, FOUND, List.of("text", "all", "first", "required", "default"));

    /** The carry of a link is what the next page gets; what this page got cannot be a link. */
    static final List<String> FOLLOW =
            joined(KINDS, FOUND, List.of("each", "rule", "priority", "limit", "only", "except"));

    static final List<String> TRANSFORM = List.of(
            "trim",
            "lower",
            "upper",
            "number",
            "integer",
            "boolean",
            "date",
            "absolute-url",
            "replace",
            "split",
            "join",
            "template");

    static final List<String> NUMBER = List.of("decimal");
    static final List<String> DATE = List.of("format", "zone", "locale");
    static final List<String> REPLACE = List.of("pattern", "with");

    private Keys() {}

    private static List<String> joined(List<String> kinds, List<String> found, List<String> more) {
        return Stream.of(kinds, found, more).flatMap(List::stream).toList();
    }
}
