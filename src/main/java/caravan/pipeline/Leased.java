package caravan.pipeline;

/** Anything on its way through the pipeline: it can always say whose lease it travels on. */
public interface Leased {
    Visit visit();

    /** Frees what it holds beside its lease; called where it leaves the pipeline early. Twice does no harm. */
    default void release() {}
}
