package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutageTest {
    private static final long PAUSE = Outage.PAUSE.toNanos();
    private static final long PATIENCE = 3 * PAUSE;

    private final Outage outage = new Outage();

    @Test
    void admitsAllWhileEtcdAnswers() {
        assertThat(outage.admits(0)).isTrue();
        assertThat(outage.admits(0)).isTrue();
        outage.ended(0, 1, false);
        assertThat(outage.admits(2)).isTrue();
    }

    @Test
    void admitsOneAtATimeOnceACallHasWaitedInVain() {
        outage.admits(0);
        outage.ended(0, PATIENCE, true);
        assertThat(outage.admits(PATIENCE + PAUSE - 1)).isFalse();
        assertThat(outage.admits(PATIENCE + PAUSE)).isTrue();
        assertThat(outage.admits(PATIENCE + PAUSE)).isFalse();
        outage.ended(PATIENCE + PAUSE, 2 * PATIENCE + PAUSE, true);
        assertThat(outage.admits(2 * PATIENCE + PAUSE)).isFalse();
        assertThat(outage.admits(2 * PATIENCE + 2 * PAUSE)).isTrue();
    }

    @Test
    void admitsAllAgainOnceOneIsAnswered() {
        outage.ended(0, PATIENCE, true);
        outage.admits(PATIENCE + PAUSE);
        outage.ended(PATIENCE + PAUSE, PATIENCE + PAUSE + 1, false);
        assertThat(outage.admits(PATIENCE + PAUSE + 1)).isTrue();
        assertThat(outage.admits(PATIENCE + PAUSE + 1)).isTrue();
    }

    @Test
    void takesOneLostCallForNoOutageWhereOthersAreAnswered() {
        outage.ended(1, 2, false);
        outage.ended(0, PATIENCE, true);
        assertThat(outage.admits(PATIENCE)).isTrue();
    }
}
