package caravan.app.trial;

import java.time.Duration;

/** The signal to stop this process, as far as the trial has to do with it. Thread-safe. */
public interface StopSignal {

    /** @return whether the process was told to stop, now or within {@code time} */
    boolean await(Duration time) throws InterruptedException;

    /** Everything has been stopped: the process may end. */
    void stopped();
}
