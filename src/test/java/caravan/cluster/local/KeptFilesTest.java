package caravan.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import caravan.CaravanException;
import caravan.CaravanException.Kind;
import caravan.cluster.Resource;
import caravan.task.Tasks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the folders at a start: names, what a crash left, and what nobody can read. */
class KeptFilesTest {
    private static final String WHOLE = "{\"ID\":\"1\",\"Name\":\"shop\",\"AssignedNode\":\"\",\"CreationTime\":1,"
            + "\"WorkerID\":\"\",\"Epoch\":0}";

    @TempDir
    Path folder;

    private DataFolder data;

    @BeforeEach
    void open() {
        data = DataFolder.open(folder);
        new LocalResourceStore(data);
        new LocalTaskStore(data, Tasks.codec());
    }

    @AfterEach
    void close() throws IOException {
        data.close();
    }

    @Test
    void namesThatFileSystemsTakeForTheSameOrNotAtAllAreKeptApart() {
        List<String> names = List.of(
                "..",
                ".",
                "-",
                "-rf",
                "a",
                "A",
                "a.b",
                "a_b",
                "CON",
                "lock",
                "书".repeat(200),
                "x".repeat(200),
                "é",
                "e");
        LocalResourceStore store = new LocalResourceStore(data);
        names.forEach(name -> store.create(resource(name)));
        assertThat(new LocalResourceStore(data).list())
                .extracting(Resource::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(contents().keySet())
                .hasSize(names.size())
                .allMatch(path -> path.matches("resources/[A-Za-z0-9_][A-Za-z0-9_-]{0,59}-[0-9a-f]{32}\\.json"));
        names.forEach(store::delete);
        assertThat(contents()).isEmpty();
    }

    @Test
    void namesAreReadable() {
        assertThat(KeptFiles.fileName("books-de")).startsWith("books-de-").hasSize("books-de-.json".length() + 32);
    }

    @Test
    void removesWhatACrashLeftUnfinishedAndTakesItForNothing() throws IOException {
        new LocalResourceStore(data).create(resource("shop"));
        write("resources/" + KeptFiles.fileName("shop") + ".tmp", "{\"ID\":\"2\",\"Na");
        write("resources/" + KeptFiles.fileName("other") + ".tmp", WHOLE.replace("shop", "other"));
        write("tasks/" + KeptFiles.fileName("书") + ".tmp", "");
        assertThat(new LocalResourceStore(data).list()).containsExactly(resource("shop"));
        assertThat(new LocalTaskStore(data, Tasks.codec()).list()).isEmpty();
        assertThat(contents()).containsOnlyKeys("resources/" + KeptFiles.fileName("shop"));
    }

    @Test
    void leavesAloneWhatIsNobodys() throws IOException {
        write("resources/README", "mine");
        write("resources/notes.tmp", "mine");
        write("tasks/.nfs0001", "");
        Map<String, String> before = contents();
        assertThat(new LocalResourceStore(data).list()).isEmpty();
        assertThat(new LocalTaskStore(data, Tasks.codec()).list()).isEmpty();
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void takesWhatALaterVersionHasAdded() throws IOException {
        write("resources/" + KeptFiles.fileName("shop"), "{\"Later\":{\"a\":1}," + WHOLE.substring(1));
        assertThat(new LocalResourceStore(data).list()).containsExactly(resource("shop"));
    }

    /** Cut off anywhere, but for the line feed at its end. */
    @Test
    void takesNoPartOfAFileForTheWhole() throws IOException {
        for (int length = 0; length < WHOLE.length(); length++) {
            write("resources/" + KeptFiles.fileName("shop"), WHOLE.substring(0, length));
            assertStops(() -> new LocalResourceStore(data), "resources/" + KeptFiles.fileName("shop"));
        }
        write("resources/" + KeptFiles.fileName("shop"), WHOLE);
        assertThat(new LocalResourceStore(data).list()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "null                                                    | its ID or its Name is missing",
                "[]                                                      | holds no resource",
                "7                                                       | holds no resource",
                "{}                                                      | holds no resource",
                "{'ID':'','Name':'shop','CreationTime':1,'Epoch':1}      | its ID or its Name is missing",
                "{'ID':'1','CreationTime':1,'Epoch':1}                   | its ID or its Name is missing",
                "{'ID':'1','Name':'shop','Epoch':1}                      | CreationTime",
                "{'ID':'1','Name':'shop','CreationTime':1}               | Epoch",
                "{'ID':'1','Name':'shop','CreationTime':'x','Epoch':1}   | holds no resource",
                "{'ID':'1','Name':'a/b','CreationTime':1,'Epoch':1}      | must be 1 to 200 letters",
                "{'ID':'a/b','Name':'shop','CreationTime':1,'Epoch':1}   | id must be",
                "{'ID':'1','Name':'other','CreationTime':1,'Epoch':1}    | is not the file of 'other'",
                "{'ID':'1','Name':'Shop','CreationTime':1,'Epoch':1}     | is not the file of 'Shop'",
                "{'ID':'1','Name':'shop','CreationTime':1,'Epoch':1} {}  | holds no resource",
                "{'ID':'1','Name':'shop','CreationTime':1,'Epoch':1,'Task':'a/b'}    | must be 1 to 200 letters",
                "{'ID':'1','Name':'shop','CreationTime':1,'Epoch':1,'Values':[]}     | holds no resource",
            })
    void stopsAtAResourceThatIsNone(String text, String why) throws IOException {
        write("resources/" + KeptFiles.fileName("shop"), text.replace('\'', '"'));
        assertStops(() -> new LocalResourceStore(data), "resources/" + KeptFiles.fileName("shop"), why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "` `                                             | shop",
                "{'name':'shop','seeds':['http://h/'             | is not JSON",
                "{'name':'shop','seeds':['http://h/']} x         | is not JSON",
                "null                                            | shop",
                "{'name':'shop'}                                 | seeds",
                "{'name':'shop','seeds':[],'a':1,'b':2}          | unknown key 'b'",
                "{'name':'other','seeds':['http://h/']}          | is not the file of 'other'",
            })
    void stopsAtADefinitionThatIsNone(String text, String why) throws IOException {
        write("tasks/" + KeptFiles.fileName("shop"), text.replace('\'', '"'));
        assertStops(() -> new LocalTaskStore(data, Tasks.codec()), "tasks/" + KeptFiles.fileName("shop"), why);
    }

    @Test
    void stopsAtWhatIsNoText() throws IOException {
        Path file = folder.resolve("resources").resolve(KeptFiles.fileName("shop"));
        Files.write(file, WHOLE.replace("shop", "\u00ff").getBytes(StandardCharsets.ISO_8859_1));
        assertStops(() -> new LocalResourceStore(data), file.toString(), "is not UTF-8");
        Files.write(file, new byte[9 << 20]);
        assertStops(() -> new LocalResourceStore(data), file.toString(), "larger than 8 MiB");
        Files.delete(file);
        Files.createDirectory(file);
        assertStops(() -> new LocalResourceStore(data), file.toString(), "cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resources", "tasks"})
    void stopsWhereAFileIsInThePlaceOfAFolder(String name) throws IOException {
        Files.delete(folder.resolve(name));
        write(name, "");
        assertThatThrownBy(() -> {
                    new LocalResourceStore(data);
                    new LocalTaskStore(data, Tasks.codec());
                })
                .isInstanceOf(CaravanException.class)
                .hasMessageContainingAll(folder.resolve(name).toString(), "a file is in its place");
    }

    /** In one line, and everything is left as it was: what a crash left unfinished too. */
    private void assertStops(Runnable start, String... parts) throws IOException {
        write("resources/" + KeptFiles.fileName("left") + ".tmp", "left");
        Map<String, String> before = contents();
        CaravanException stop = catchThrowableOfType(CaravanException.class, start::run);
        assertThat(stop.kind()).isEqualTo(Kind.INVALID);
        assertThat(stop).hasMessageContainingAll(parts).hasMessageContaining("move it out of the folder");
        assertThat(stop.getMessage().lines()).hasSize(1);
        assertThat(contents()).isEqualTo(before);
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    /** Of every file but the lock, by its path. */
    private Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(each).toString(), Files.readString(each, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        contents.remove("lock");
        return contents;
    }

    private static Resource resource(String name) {
        return new Resource("1", name, "", 1, "", 0);
    }
}
