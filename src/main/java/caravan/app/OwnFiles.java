package caravan.app;

import caravan.CaravanException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files that a user has put into a folder for us. */
final class OwnFiles {
    private OwnFiles() {}

    /**
     * @param folder may be missing: then there are none
     * @param names  a glob; names that begin with a dot are left out, editors leave such files behind
     * @return in order of their names
     * @throws CaravanException INVALID when the folder cannot be read, or is none
     */
    static List<Path> in(Path folder, String names) {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(folder)) {
            return files;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw CaravanException.invalid("cannot read the folder " + folder + ": " + reason(e));
        }
        files.removeIf(file -> file.getFileName().toString().startsWith("."));
        files.sort(null);
        return files;
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.NotDirectoryException ? "it is a file" : e.toString();
    }
}
