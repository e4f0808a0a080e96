package caravan.frontier.rocksdb;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.WholeFile;
import caravan.crawl.RequestJson;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * What a crawl's folder is: {@code manifest.json} in it.
 *
 * @param format of everything in the folder; {@link #FORMAT} is the only one there is so far
 * @param task   name of the task
 * @param id     of the resource
 * @param secret that fingerprints are keyed with
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Manifest(int format, String task, String id, long[] secret) {
    static final int FORMAT = 1;
    static final String FILE = "manifest.json";

    static Manifest fresh(String task, String id) {
        SecureRandom random = new SecureRandom();
        return new Manifest(FORMAT, task, id, new long[] {random.nextLong(), random.nextLong()});
    }

    /**
     * @return empty where there is none
     * @throws CaravanException INTERNAL when there is one that cannot be gone by
     */
    static Optional<Manifest> in(Path folder) {
        Path file = folder.resolve(FILE);
        try {
            Manifest found = RequestJson.JSON.readValue(Files.readAllBytes(file), Manifest.class);
            if (found == null) { // the document is the word null
                throw damaged(file, "nothing is in it", null);
            }
            if (found.format() > FORMAT) {
                throw new CaravanException(
                        Kind.INTERNAL,
                        "the crawl in " + folder + " was written by a later version (format " + found.format()
                                + ", this one knows " + FORMAT + "): use that version, or another folder");
            }
            if (found.format() < 1 || found.task() == null || found.id() == null || !found.hasSecret()) {
                throw damaged(file, "something is missing in it", null);
            }
            return Optional.of(found);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw damaged(
                    file, String.valueOf(e.getMessage()).lines().findFirst().orElse(""), e);
        }
    }

    private boolean hasSecret() {
        return secret != null && secret.length == 2;
    }

    private static CaravanException damaged(Path file, String why, IOException cause) {
        return new CaravanException(
                Kind.INTERNAL,
                file
                        + " cannot be read and was left as it is: put a copy in its place, or move its folder away to"
                        + " start afresh (" + why + ")",
                cause);
    }

    /** Writes it whole or not at all. */
    void writeTo(Path folder) throws IOException {
        WholeFile.write(folder.resolve(FILE), folder.resolve(FILE + ".new"), RequestJson.JSON.writeValueAsBytes(this));
    }
}
