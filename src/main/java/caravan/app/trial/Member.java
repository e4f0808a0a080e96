package caravan.app.trial;

import java.net.URI;

/**
 * A master or a worker of the trial.
 *
 * @param role {@code master} or {@code worker}, which is also the command that starts it
 * @param id   from 1, per role
 * @param http port of REST and health
 * @param grpc port
 */
record Member(String role, int id, int http, int grpc) {
    static final String MASTER = "master";
    static final String WORKER = "worker";

    /** Of its folder and its log. */
    String name() {
        return role + "-" + id;
    }

    /** @param path from the root of its HTTP port, beginning with a slash */
    URI uri(String path) {
        return URI.create("http://" + TrialPlan.HOST + ":" + http + path);
    }
}
