package caravan.sink;

/** An endpoint that may be served better by few large batches than by many small ones. */
public interface LargeBatches {
    /** Whether its batches are worth a wait, though it is idle. */
    boolean wantsLargeBatches();
}
