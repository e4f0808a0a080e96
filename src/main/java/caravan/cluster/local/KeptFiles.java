package caravan.cluster.local;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.FileName;
import caravan.WholeFile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A folder of JSON files, one a value. A file is written beside its place and renamed into it, so that it is the old
 * one or the new one, whole, whenever the process or the machine ends. Files whose names do not end in {@code .json}
 * are nobody's. For one thread at a time, of the one process that has the {@link DataFolder}.
 */
final class KeptFiles<T> implements Keeper<T> {
    private static final String JSON = ".json";
    private static final String UNFINISHED = ".tmp";
    /** What {@link #fileName} makes, before it has come to its place. */
    private static final Pattern LEFT_OVER = Pattern.compile("\\w[\\w-]*-[0-9a-f]{32}\\.json\\.tmp");

    /** More than any definition or resource takes. */
    private static final long MAX_BYTES = 8 << 20;

    private static final String WHAT_TO_DO =
            "; put a whole copy of the file in its place, or move it out of the folder to go on without it";

    private final Path folder;
    private final Form<T> form;

    /** A change of files that may be made again from its beginning. */
    private interface Change {
        void make() throws IOException;
    }

    KeptFiles(Path folder, Form<T> form) {
        this.folder = folder;
        this.form = form;
    }

    /** Files that a dead process left unfinished are deleted, unless another file cannot be read. */
    @Override
    public Map<String, T> load() {
        Map<String, T> values = new TreeMap<>();
        List<Path> leftOver = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (LEFT_OVER.matcher(name).matches()) {
                    leftOver.add(file);
                } else if (name.endsWith(JSON)) {
                    T value = read(file);
                    values.put(form.nameOf(value), value);
                }
            }
            for (Path file : leftOver) {
                Files.delete(file);
            }
        } catch (DirectoryIteratorException e) {
            throw unreadable(folder + ": cannot be read: " + Folders.reason(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder + ": cannot be read: " + Folders.reason(e));
        }
        return values;
    }

    private T read(Path file) {
        T value;
        try {
            value = form.read(textOf(file), file.toString());
        } catch (CharacterCodingException e) {
            throw unreadable(file + ": is not UTF-8 text");
        } catch (IOException e) {
            throw unreadable(file + ": cannot be read: " + Folders.reason(e));
        } catch (CaravanException e) {
            throw unreadable(e.getMessage().strip().replaceAll("\\s*\\R\\s*", "; "));
        }
        String name = form.nameOf(value);
        if (!fileName(name).equals(file.getFileName().toString())) {
            throw unreadable(file + ": is not the file of '" + name + "', which it holds: that is " + fileName(name));
        }
        return value;
    }

    private static String textOf(Path file) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException("it is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return Files.readString(file);
    }

    private static CaravanException unreadable(String message) {
        return CaravanException.invalid(message + WHAT_TO_DO);
    }

    /** @throws CaravanException INVALID also when it could not be read back */
    @Override
    public void keep(String name, T value) {
        Path file = folder.resolve(fileName(name));
        Path unfinished = folder.resolve(fileName(name) + UNFINISHED);
        String text = form.write(value) + "\n";
        form.read(text, name); // what nobody can read must not come to where it stops the next start
        try {
            byte[] content = text.getBytes(StandardCharsets.UTF_8);
            uninterrupted(() -> WholeFile.write(file, unfinished, content));
        } catch (IOException e) {
            deleteIfPossible(unfinished, e);
            throw unavailable("keep", name, e);
        }
    }

    /** Where it stays, it is in nobody's way. */
    private static void deleteIfPossible(Path unfinished, IOException told) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            told.addSuppressed(e);
        }
    }

    @Override
    public void forget(String name) {
        try {
            uninterrupted(() -> {
                Files.deleteIfExists(folder.resolve(fileName(name)));
                WholeFile.forceFolder(folder);
            });
        } catch (IOException e) {
            throw unavailable("forget", name, e);
        }
    }

    private CaravanException unavailable(String doing, String name, IOException e) {
        String message = "cannot " + doing + " '" + name + "' in " + folder + ": " + Folders.reason(e);
        return new CaravanException(Kind.UNAVAILABLE, message, e);
    }

    /** Java closes the file of a thread that is told to stop: what has begun is to be made whole first. */
    private static void uninterrupted(Change change) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    change.make();
                    return;
                } catch (ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static String fileName(String name) {
        return FileName.of(name) + JSON;
    }
}
