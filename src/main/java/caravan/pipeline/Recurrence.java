package caravan.pipeline;

import caravan.crawl.Crawl;
import caravan.task.Durations;
import caravan.task.Schedule;
import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs crawls again that have ended, as the schedules of their tasks say. It goes by what this process has run: for a
 * resource that comes from another worker, or after a start, the schedule begins with a first run at once. For one
 * thread at a time.
 */
public final class Recurrence {
    private static final Logger LOG = LoggerFactory.getLogger(Recurrence.class);

    private final Crawls crawls;
    private final BooleanSupplier onDuty;
    private final InstantSource clock;

    /**
     * When a crawl is due.
     *
     * @param schedule that says so
     * @param at       empty for never again
     */
    record Due(Schedule schedule, Optional<Instant> at) {
        static final Due NEVER = new Due(Schedule.ONCE, Optional.empty());

        /** The same, worked out anew when the crawl has ended meanwhile or the schedule is another. */
        Due after(Crawl crawl, Schedule its) {
            Optional<Instant> ended = crawl.finishedAt();
            return ended.isEmpty() || schedule.equals(its)
                    ? this
                    : new Due(its, next(its, crawl.startedAt(), ended.get()));
        }
    }

    /** @param onDuty whether this process may work at all */
    public Recurrence(Crawls crawls, BooleanSupplier onDuty, InstantSource clock) {
        this.crawls = crawls;
        this.onDuty = onDuty;
        this.clock = clock;
    }

    /** Starts the next run of what is due. To be called every second or so. */
    public void recur() {
        if (onDuty.getAsBoolean()) {
            Instant now = clock.instant();
            crawls.all().forEach(job -> recur(job, now));
        }
    }

    private void recur(Job job, Instant now) {
        try {
            if (job.nextRun().filter(at -> !at.isAfter(now)).isPresent()) {
                crawls.again(job);
            }
        } catch (RuntimeException e) {
            // The others' turns are not to be missed for this one.
            if (job.noteProblem("not run again: " + e.getMessage())) {
                LOG.warn("cannot run again task={}", job.crawl().taskName(), e);
            }
        }
    }

    /**
     * When a run that took from {@code started} to {@code ended} is followed by the next: after an interval counted
     * from its start, but not before its end; or when the clock next says what the cron expression does, so what falls
     * into the time of a run is left out.
     *
     * @throws IllegalArgumentException when the expression is none
     */
    static Optional<Instant> next(Schedule schedule, Instant started, Instant ended) {
        return switch (schedule.kind()) {
            case ONCE -> Optional.empty();
            case EVERY ->
                Optional.of(started.plus(Durations.parse(schedule.expression())))
                        .map(at -> at.isBefore(ended) ? ended : at);
            case CRON -> nextByClock(schedule, ended);
        };
    }

    private static Optional<Instant> nextByClock(Schedule schedule, Instant after) {
        Cron cron =
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX)).parse(schedule.expression());
        return ExecutionTime.forCron(cron)
                .nextExecution(after.atZone(ZoneId.of(schedule.zone())))
                .map(ZonedDateTime::toInstant);
    }
}
