package caravan.app.trial;

import java.util.ArrayList;
import java.util.List;

/** The command lines of the trial's processes. */
record ArgumentLists(Programs programs, TrialPlan plan) {
    /** Records, in the worker's own folder. */
    static final String RECORDS = "pages.jsonl";

    List<String> etcd() {
        return List.of(
                programs.etcd().toString(),
                "--name=trial",
                "--data-dir=data",
                "--listen-client-urls=" + plan.etcdUrl(),
                "--advertise-client-urls=" + plan.etcdUrl(),
                "--listen-peer-urls=" + plan.peerUrl(),
                "--initial-advertise-peer-urls=" + plan.peerUrl(),
                "--initial-cluster=trial=" + plan.peerUrl());
    }

    List<String> member(Member member) {
        List<String> arguments = new ArrayList<>(List.of(
                programs.java().toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                programs.jar().toString(),
                member.role(),
                "--id=" + member.id(),
                "--http=" + TrialPlan.HOST + ":" + member.http(),
                "--grpc=" + TrialPlan.HOST + ":" + member.grpc(),
                "-Pcaravan.etcd.endpoints=" + plan.etcdUrl()));
        if (member.role().equals(Member.MASTER)) {
            arguments.add("--tasks=" + plan.tasks());
        } else {
            arguments.add("--out=" + RECORDS);
            // Its own, whatever the environment says: one process has a data folder at a time.
            arguments.add("-Pcaravan.data=" + plan.folderOf(member.name()).resolve("data"));
            arguments.add("-Pcaravan.fetch.allow-private=true"); // the demo site is on the loopback address
        }
        return List.copyOf(arguments);
    }
}
