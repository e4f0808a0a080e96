package caravan.app.client;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caravan status}: who leads, who works, and on what. Shows what it can get before it says what it cannot. */
@Command(name = "status", description = "Shows the masters, workers and tasks of a cluster.")
public final class StatusCommand implements Runnable {
    @Mixin
    private ClientFlags flags;

    @Override
    public void run() {
        Wire wire = flags.open();
        List<MasterState> masters = probe(flags.masters(), wire);
        List<URI> up =
                masters.stream().filter(MasterState::isUp).map(MasterState::url).toList();
        if (up.isEmpty()) {
            throw new CaravanException(Kind.UNAVAILABLE, Attempts.nobody(masters));
        }
        StatusReport report = new StatusReport(masters);
        List<CaravanException> faults = collect(report, flags.client(up, wire));
        if (flags.json()) {
            flags.print(report.json());
        } else {
            flags.print(report.text());
        }
        if (!faults.isEmpty()) {
            throw faults.get(0);
        }
    }

    /** Asks all of them at the same time. */
    private static List<MasterState> probe(List<URI> masters, Wire wire) {
        List<CompletableFuture<Reply>> replies = masters.stream()
                .map(master -> wire.start(master, Call.get("/crawler/status")))
                .toList();
        return replies.stream()
                .map(CompletableFuture::join)
                .map(MasterState::of)
                .toList();
    }

    private static List<CaravanException> collect(StatusReport report, MasterClient client) {
        List<CaravanException> faults = new ArrayList<>();
        attempt(() -> report.leader(client.sendAtOnce(Call.get("/crawler/leader"))), faults);
        faults.forEach(fault -> report.noLeader(fault.getMessage()));
        faults.removeIf(fault -> fault.kind() == Kind.UNAVAILABLE); // that nobody leads is an answer, too
        attempt(() -> report.resources(client.send(Call.get("/crawler/resource"))), faults);
        attempt(() -> report.workers(client.send(Call.get("/crawler/workers"))), faults);
        return faults;
    }

    private static void attempt(Runnable step, List<CaravanException> faults) {
        try {
            step.run();
        } catch (CaravanException e) {
            faults.add(e);
        }
    }
}
