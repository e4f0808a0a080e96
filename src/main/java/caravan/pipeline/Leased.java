package caravan.pipeline;

/** Anything on its way through the pipeline: it can always say whose lease it travels on. */
public interface Leased {
    Visit visit();
}
