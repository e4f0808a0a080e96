package caravan.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ports of the loopback address for servers that tests start as processes. None is given twice while there are others,
 * also not by two test processes that run side by side: each holds a range of its own, by listening on the range's
 * first port for as long as it lives. For any thread.
 */
public final class Ports {
    /** Linux calls from ports above 32767: nobody's call takes one of these while a server is down. */
    private static final int FIRST = 10_000;

    private static final int RANGE = 500;
    private static final int RANGES = 44;

    private static final Ports OURS = new Ports();

    private final ServerSocket claim = claimRange();
    private int last = claim.getLocalPort();

    private Ports() {}

    /** @return a port that nobody listens on at the moment, and that no other caller gets */
    public static int free() {
        return OURS.next();
    }

    private synchronized int next() {
        int first = claim.getLocalPort();
        for (int tries = 1; tries < RANGE; tries++) {
            last = last + 1 < first + RANGE ? last + 1 : first + 1;
            if (isFree(last)) {
                return last;
            }
        }
        throw new IllegalStateException("no port is free from " + first + " on");
    }

    private static boolean isFree(int port) {
        try (ServerSocket probe = listen(port)) {
            return probe.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static ServerSocket claimRange() {
        List<Integer> ranges = IntStream.range(0, RANGES).boxed().collect(Collectors.toList());
        Collections.shuffle(ranges);
        for (int range : ranges) {
            try {
                return listen(FIRST + range * RANGE);
            } catch (IOException taken) {
                // another process has this one
            }
        }
        throw new UncheckedIOException(new IOException("no range of ports is free"));
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    }
}
