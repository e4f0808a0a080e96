package caravan.fetch;

import caravan.crawl.Page;
import caravan.fetch.FetchOutcome.Failed;
import caravan.fetch.FetchOutcome.FailureKind;
import caravan.fetch.FetchOutcome.Fetched;
import caravan.fetch.FetchOutcome.Refused;
import caravan.task.ProxyAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what a proxy has done wrong from what the host behind it has, and lets the proxy rest for it. To blame is a
 * proxy that cannot be connected to, refuses to log us in or to make a tunnel, answers 407 or 502 itself, or, asked for
 * a plain page, says nothing at all: a dead host looks no different there, which costs a good proxy a short rest.
 * Stateless.
 */
final class ProxyBlame {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyBlame.class);
    private static final int LOGIN_REQUIRED = 407;
    private static final int BAD_GATEWAY = 502;

    private ProxyBlame() {}

    /** @return the outcome; where the proxy is to blame, a failure that another try may mend */
    static FetchOutcome judged(ProxyRing.Turn turn, FetchOutcome outcome, SingleSend.Wire wire) {
        if (outcome instanceof Failed failed && failed.kind() == FailureKind.CANCELLED) {
            return outcome;
        }
        ProxyAddress proxy = turn.proxy();
        boolean let = proxy.kind() == ProxyAddress.Kind.SOCKS5 ? !wire.brokeAtProxy() : wire.reachedHost();
        if (let && !isOfProxy(outcome, proxy)) {
            turn.worked();
            return outcome;
        }
        String detail = "proxy " + proxy + ": " + detail(outcome);
        if (turn.failed()) {
            LOG.info("{}; it rests while others serve", detail);
        }
        return new Failed(FailureKind.CONNECTION, detail);
    }

    /** An HTTP proxy's own answer to a plain request; what comes by a tunnel is the host's. */
    private static boolean isOfProxy(FetchOutcome outcome, ProxyAddress proxy) {
        if (proxy.kind() == ProxyAddress.Kind.HTTP && outcome instanceof Fetched fetched) {
            Page page = fetched.page();
            return page.url().startsWith("http:") && (page.status() == LOGIN_REQUIRED || page.status() == BAD_GATEWAY);
        }
        return false;
    }

    private static String detail(FetchOutcome outcome) {
        if (outcome instanceof Failed failed) {
            return failed.detail();
        }
        if (outcome instanceof Refused refused) {
            return refused.detail();
        }
        return outcome instanceof Fetched fetched ? "answered " + fetched.page().status() : "failed";
    }
}
