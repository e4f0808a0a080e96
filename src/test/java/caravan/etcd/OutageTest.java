package caravan.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import caravan.etcd.Outage.Admission;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final long PAUSE = Outage.PAUSE.toNanos();
    private static final long PATIENCE = 3 * PAUSE;

    private final Outage outage = new Outage();

    @Test
    void admitsAllWhileEtcdAnswers() {
        assertThat(outage.admit(0)).isEqualTo(Admission.FREE);
        assertThat(outage.admit(0)).isEqualTo(Admission.FREE);
        outage.ended(Admission.FREE, 0, 1, false);
        assertThat(outage.admit(2)).isEqualTo(Admission.FREE);
    }

    @Test
    void admitsOneAtATimeOnceACallHasWaitedInVain() {
        outage.admit(0);
        outage.ended(Admission.FREE, 0, PATIENCE, true);
        assertThat(outage.admit(PATIENCE + PAUSE - 1)).isEqualTo(Admission.REFUSED);
        assertThat(outage.admit(PATIENCE + PAUSE)).isEqualTo(Admission.TRY);
        assertThat(outage.admit(PATIENCE + PAUSE)).isEqualTo(Admission.REFUSED);
        outage.ended(Admission.TRY, PATIENCE + PAUSE, 2 * PATIENCE + PAUSE, true);
        assertThat(outage.admit(2 * PATIENCE + PAUSE)).isEqualTo(Admission.REFUSED);
        assertThat(outage.admit(2 * PATIENCE + 2 * PAUSE)).isEqualTo(Admission.TRY);
    }

    @Test
    void admitsAllAgainOnceOneIsAnswered() {
        outage.ended(Admission.FREE, 0, PATIENCE, true);
        outage.admit(PATIENCE + PAUSE);
        outage.ended(Admission.TRY, PATIENCE + PAUSE, PATIENCE + PAUSE + 1, false);
        assertThat(outage.admit(PATIENCE + PAUSE + 1)).isEqualTo(Admission.FREE);
        assertThat(outage.admit(PATIENCE + PAUSE + 1)).isEqualTo(Admission.FREE);
    }

    @Test
    void goesOnTryingWhenACallOfBeforeEndsLate() {
        outage.ended(Admission.FREE, 0, PATIENCE, true);
        outage.admit(PATIENCE + PAUSE);
        outage.ended(Admission.FREE, 1, PATIENCE + PAUSE + 1, true);
        assertThat(outage.admit(PATIENCE + 3 * PAUSE)).isEqualTo(Admission.REFUSED);
    }

    @Test
    void takesOneLostCallForNoOutageWhereOthersAreAnswered() {
        outage.ended(Admission.FREE, 1, 2, false);
        outage.ended(Admission.FREE, 0, PATIENCE, true);
        assertThat(outage.admit(PATIENCE)).isEqualTo(Admission.FREE);
    }
}
