package caravan;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;

/** Names of files and folders for names of other things. */
public final class FileName {
    private static final int READABLE = 60;
    private static final int DIGITS = 32;

    private FileName() {}

    /**
     * For a name of any script and length, in plain letters and at most a hundred of them: file systems differ in what
     * else they take, and in what they take for the same.
     */
    public static String of(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^-", "_");
        String readable = plain.substring(0, Math.min(READABLE, plain.length()));
        return readable + "-" + digest(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A short text that stands for bytes of any length; nobody can make two of the same. */
    public static String digest(byte[] bytes) {
        return Hashing.sha256().hashBytes(bytes).toString().substring(0, DIGITS);
    }
}
