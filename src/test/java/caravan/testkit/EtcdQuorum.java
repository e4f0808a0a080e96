package caravan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import caravan.testkit.EtcdGateway.Raft;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One etcd of three real members, each a child process, of which one at a time may be away. All are killed, and their
 * folders deleted, when it is closed. What harms and heals members is for one thread; what reads and writes is for any.
 */
public final class EtcdQuorum implements AutoCloseable {
    private static final int MEMBERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration TICK = Duration.ofMillis(50);

    private final List<EtcdServer> members;
    private final List<EtcdGateway> gateways;
    private final Set<Integer> away = ConcurrentHashMap.newKeySet();
    private final AtomicInteger turn = new AtomicInteger();

    private EtcdQuorum() {
        members = IntStream.range(0, MEMBERS)
                .mapToObj(i -> EtcdServer.member("e" + i))
                .toList();
        gateways = members.stream()
                .map(member -> new EtcdGateway(member.endpoint(), ANSWER))
                .toList();
    }

    /** Starts all members and waits until each answers a read, which takes that they have a leader. */
    public static EtcdQuorum start() {
        EtcdQuorum quorum = new EtcdQuorum();
        try {
            String cluster = IntStream.range(0, MEMBERS)
                    .mapToObj(i -> "e" + i + "=" + quorum.member(i).peer())
                    .collect(Collectors.joining(","));
            quorum.members.forEach(member -> member.launchIn(cluster));
            quorum.members.forEach(EtcdServer::awaitReady);
            return quorum;
        } catch (RuntimeException e) {
            quorum.close();
            throw e;
        }
    }

    /** All of them, with commas between. */
    public String endpoints() {
        return members.stream().map(EtcdServer::endpoint).collect(Collectors.joining(","));
    }

    /** To read from, or to record; it is killed and paused here, not there. */
    public EtcdServer member(int index) {
        return members.get(index);
    }

    /** Index of the member that leads the others, once those that are there agree on one of them. */
    public int leader() {
        return await().atMost(PATIENCE)
                .pollInterval(TICK)
                .until(this::agreedLeader, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<Integer> agreedLeader() {
        try {
            Map<Integer, Raft> known = present().stream()
                    .collect(Collectors.toMap(i -> i, i -> gateways.get(i).raft()));
            List<String> leaders = known.values().stream()
                    .map(raft -> raft.leader() + " since " + raft.term())
                    .distinct()
                    .toList();
            return present().stream()
                    .filter(i -> leaders.size() == 1
                            && known.get(i).member().equals(known.get(i).leader()))
                    .findFirst();
        } catch (UncheckedIOException | IllegalStateException e) {
            return Optional.empty(); // not yet
        }
    }

    /** Ends it from one moment to the next (SIGKILL). */
    public void kill(int index) {
        leave(index);
        member(index).kill();
    }

    /** Starts one that was killed, with its data; waits until it is ready. */
    public void restart(int index) {
        member(index).restart();
        away.remove(index);
    }

    /** Freezes it (SIGSTOP): connections stay open and can still be made, but nothing is answered. */
    public void pause(int index) {
        leave(index);
        member(index).pause();
    }

    /** Lets a paused one go on (SIGCONT); it has yet to catch up. */
    public void resume(int index) {
        member(index).resume();
        away.remove(index);
    }

    private void leave(int index) {
        assertThat(away).as("members that are away already").isEmpty();
        away.add(index);
    }

    /**
     * Puts a value by one of the members that are there, and again by the next until one has confirmed it: it may have
     * been put more than once.
     */
    public void put(String key, String value) {
        ask(gateway -> {
            gateway.put(key, value);
            return true;
        });
    }

    /** Keys that begin with {@code prefix}, in order, with their values: what all members agree on. */
    public Map<String, String> list(String prefix) {
        return ask(gateway -> gateway.list(prefix, 0));
    }

    /** The number of the last change to any key. */
    public long revision() {
        return ask(EtcdGateway::revision);
    }

    private <T> T ask(Function<EtcdGateway, T> request) {
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(TICK)
                .until(() -> answer(request), Optional::isPresent)
                .orElseThrow();
    }

    private <T> Optional<T> answer(Function<EtcdGateway, T> request) {
        List<Integer> present = present();
        int next = present.get(Math.floorMod(turn.getAndIncrement(), present.size()));
        try {
            return Optional.of(request.apply(gateways.get(next)));
        } catch (UncheckedIOException | IllegalStateException e) {
            return Optional.empty(); // gone by now, or without a leader
        }
    }

    private List<Integer> present() {
        return IntStream.range(0, MEMBERS)
                .filter(i -> !away.contains(i))
                .boxed()
                .toList();
    }

    @Override
    public void close() {
        members.forEach(EtcdServer::close);
    }
}
