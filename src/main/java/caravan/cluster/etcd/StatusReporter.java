package caravan.cluster.etcd;

import caravan.CaravanException;
import caravan.cluster.Reconciler;
import caravan.cluster.Resource;
import caravan.etcd.Etcd;
import caravan.etcd.EtcdTxn;
import caravan.etcd.LeasedKey;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports to {@code /status/NAME} what became of each resource of this worker. Reports live by the worker's lease:
 * those of a dead worker vanish. Only what has changed is written. For one thread at a time.
 */
public final class StatusReporter {
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);
    private static final String UNKNOWN = "unknown";
    private static final int BATCH = EtcdTxn.MAX_OPERATIONS;

    /**
     * @param state    unknown task or failed; of a crawl that runs {@code progress} has it
     * @param progress as JSON fields beside the others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Report(
            String worker,
            String id,
            long epoch,
            String state,
            String reason,
            @JsonUnwrapped Object progress) {}

    private final Etcd etcd;
    private final String worker;
    private final LeasedKey registration;
    private final Reconciler reconciler;
    private final Function<String, Optional<Object>> progress;
    /** By name what stands in etcd, as far as that is known. */
    private Map<String, String> reported = new HashMap<>();

    private Optional<Long> reportedUnder = Optional.empty();

    /** @param progress of the crawl of a task, to be written as JSON */
    public StatusReporter(
            Etcd etcd,
            String worker,
            LeasedKey registration,
            Reconciler reconciler,
            Function<String, Optional<Object>> progress) {
        this.etcd = etcd;
        this.worker = worker;
        this.registration = registration;
        this.reconciler = reconciler;
        this.progress = progress;
    }

    /** Writes what has changed since the last time. What etcd did not take is written the next time. */
    public void report() {
        Optional<Long> lease = registration.held().map(LeasedKey.Held::lease);
        if (lease.isEmpty()) {
            return;
        }
        if (!lease.equals(reportedUnder)) {
            reported = new HashMap<>();
            reportedUnder = lease;
        }
        try {
            write(reports(), lease.get());
        } catch (CaravanException e) {
            LOG.debug("reports wait: {}", e.getMessage());
            reported.replaceAll((name, report) -> UNKNOWN);
        }
    }

    private Map<String, String> reports() {
        Map<String, String> reports = new HashMap<>();
        reconciler
                .running()
                .forEach((name, resource) -> reports.put(
                        name,
                        ClusterJson.write(
                                of(resource, null, null, progress.apply(name).orElse(null)))));
        reconciler
                .problems()
                .forEach((name, problem) -> reports.put(
                        name,
                        ClusterJson.write(of(
                                problem.resource(),
                                problem.unknownTask() ? "unknown task" : "failed",
                                problem.reason(),
                                null))));
        return reports;
    }

    private Report of(Resource resource, String state, String reason, Object of) {
        return new Report(worker, resource.id(), resource.epoch(), state, reason, of);
    }

    private void write(Map<String, String> reports, long lease) {
        EtcdTxn txn = new EtcdTxn();
        Set<String> names = new HashSet<>(reports.keySet());
        names.addAll(reported.keySet());
        for (String name : names) {
            String report = reports.getOrDefault(name, "");
            if (report.equals(reported.get(name))) {
                continue;
            }
            if (report.isEmpty()) {
                withdraw(name);
            } else {
                txn.put(Keys.STATUS + name, report, lease);
                reported.put(name, report);
            }
            if (txn.size() == BATCH) {
                etcd.commit(txn);
                txn = new EtcdTxn();
            }
        }
        if (txn.size() > 0) {
            etcd.commit(txn);
        }
    }

    /** Only our own: the worker that has the resource now may have reported already. */
    private void withdraw(String name) {
        String key = Keys.STATUS + name;
        etcd.get(key)
                .filter(entry -> entry.lease() == reportedUnder.orElse(0L))
                .ifPresent(entry -> etcd.commit(
                        new EtcdTxn().ifUnchanged(key, entry.modRevision()).delete(key)));
        reported.remove(name);
    }
}
