package caravan.app.client;

import java.net.URI;

/** What came of asking one master. */
sealed interface Reply permits Answer, Silence {
    URI master();

    /** Why one would turn to another master, in a few printable words. */
    String reason();
}
