package caravan.cluster.local;

/**
 * What a kept value looks like in its file. Thread-safe.
 *
 * @param <T> the value
 */
interface Form<T> {

    String nameOf(T value);

    String write(T value);

    /**
     * @param source begins the message of what is thrown
     * @throws caravan.CaravanException INVALID when it is not one that can be used
     */
    T read(String text, String source);
}
