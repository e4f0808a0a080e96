package caravan.app.trial;

import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.ToLongFunction;

/**
 * What is told when the cluster is ready: what runs where, and what to try.
 *
 * @param plan   of what runs
 * @param pids   by name of the process
 * @param site   URL of the demo site
 * @param leader id of the master that leads; empty when it just changes
 * @param kept   whether the folder stays when everything has ended
 */
record Guide(TrialPlan plan, ToLongFunction<String> pids, String site, Optional<Integer> leader, boolean kept) {
    private static final String ROW = "%-9s  %-7s  %-22s  %-15s  %s";

    String text() {
        Member asked = follower();
        return String.join(
                "\n",
                table(),
                "",
                "Logs and records are in " + plan.folder() + (kept ? "." : " until this ends."),
                "Try a master " + (leads(asked) ? "(the only one):" : "that does not lead, " + asked.name() + ":"),
                "",
                "curl -X POST " + asked.uri("/crawler/resource")
                        + " -H 'Content-Type: application/json' -d '{\"id\":\"any\",\"name\":\"" + BookshopTask.NAME
                        + "\"}'",
                "curl " + resource(asked),
                "curl -X DELETE " + resource(asked),
                "",
                "Ctrl-C stops everything.");
    }

    private static String resource(Member asked) {
        return asked.uri("/crawler/resource/" + BookshopTask.NAME).toString();
    }

    private String table() {
        StringJoiner rows = new StringJoiner("\n");
        rows.add(row("what", "pid", "http", "grpc", ""));
        rows.add(row(TrialPlan.ETCD, pid(TrialPlan.ETCD), TrialPlan.HOST + ":" + plan.etcd(), "", ""));
        rows.add(row(
                "site",
                String.valueOf(ProcessHandle.current().pid()),
                TrialPlan.HOST + ":" + plan.site(),
                "",
                "a bookshop to crawl: " + site));
        plan.masters().forEach(master -> rows.add(row(master, leads(master) ? "leads" : "")));
        plan.workers().forEach(worker -> rows.add(row(worker, worker.name() + "/" + ArgumentLists.RECORDS)));
        return rows.toString();
    }

    private String row(Member member, String note) {
        return row(
                member.name(),
                pid(member.name()),
                TrialPlan.HOST + ":" + member.http(),
                TrialPlan.HOST + ":" + member.grpc(),
                note);
    }

    private static String row(String... cells) {
        return ROW.formatted((Object[]) cells).stripTrailing();
    }

    private String pid(String name) {
        return String.valueOf(pids.applyAsLong(name));
    }

    /** A master that does not lead: what is asked of it reaches the leader all the same. The only one, if it is. */
    private Member follower() {
        return plan.masters().stream()
                .filter(master -> !leads(master))
                .findFirst()
                .orElseGet(() -> plan.masters().get(0));
    }

    private boolean leads(Member master) {
        return leader.filter(id -> id == master.id()).isPresent();
    }
}
