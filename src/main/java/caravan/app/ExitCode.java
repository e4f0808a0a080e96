package caravan.app;

/** How the process ended, for scripts. */
public final class ExitCode {
    public static final int DONE = 0;
    /** Something failed: the port is taken, the sink cannot be written, a fault of ours. */
    public static final int FAILED = 1;
    /** The command line, a setting or a file given by it is wrong. */
    public static final int USAGE = 2;
    /** Not one seed could be fetched. */
    public static final int NOTHING_FETCHED = 3;

    private ExitCode() {}
}
