package caravan.app;

/** How the process ended, for scripts. */
final class ExitCode {
    static final int DONE = 0;
    /** Something failed: the port is taken, the sink cannot be written, a fault of ours. */
    static final int FAILED = 1;
    /** The command line, a setting or a file given by it is wrong. */
    static final int USAGE = 2;
    /** Not one seed could be fetched. */
    static final int NOTHING_FETCHED = 3;

    private ExitCode() {}
}
