package caravan.sink.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files cut at every byte, as a crash may cut them. */
class TailTest {
    @TempDir
    Path folder;

    @Test
    void keepsWholeLines() throws IOException {
        cutEverywhere(Tail.LINES, bytes("{\"书\":1}\n", "\n", "{\"b\":\"🏮\"}\n"));
    }

    @Test
    void keepsWholeRecordsOfCsvWhereQuotesHoldLineEndsAndQuotes() throws IOException {
        cutEverywhere(
                Tail.CSV_RECORDS,
                bytes("a,b\r\n", "\"x\r\ny\",\"say \"\"hi\"\"\n\"\r\n", "\"\"\"\",\"\n\"\"\n\"\r\n", "书,2\r\n"));
    }

    @Test
    void keepsWholeMembersOfGzip() throws IOException {
        cutEverywhere(Tail.GZIP_MEMBERS, List.of(gzip("one\n"), gzip(""), gzip("x".repeat(70_000)), gzip("three\n")));
    }

    @Test
    void keepsWholeMembersLargerThanWhatIsReadAtOnce() throws IOException {
        byte[] noise = new byte[200_000];
        new java.util.Random(1).nextBytes(noise);
        byte[] member = gzip(new String(noise, StandardCharsets.ISO_8859_1));
        Path file = Files.write(folder.resolve("f"), member);
        Files.write(file, Arrays.copyOf(member, member.length - 1), StandardOpenOption.APPEND);
        assertThat(wholeBytes(Tail.GZIP_MEMBERS, file)).isEqualTo(member.length);
    }

    @Test
    void keepsNothingWhereThereIsNothingWhole() throws IOException {
        Path zeros = Files.write(folder.resolve("f"), new byte[100]);
        assertThat(wholeBytes(Tail.LINES, zeros)).isZero();
        assertThat(wholeBytes(Tail.CSV_RECORDS, zeros)).isZero();
        assertThat(wholeBytes(Tail.NOTHING, zeros)).isZero();
    }

    @Test
    void takesZerosAfterTheLastMemberForTorn() throws IOException {
        Path file = Files.write(folder.resolve("f"), gzip("one"));
        long whole = Files.size(file);
        Files.write(file, new byte[5000], StandardOpenOption.APPEND);
        assertThat(wholeBytes(Tail.GZIP_MEMBERS, file)).isEqualTo(whole);
    }

    @Test
    void cutsOffNoWholeMembersBehindDamage() throws IOException {
        byte[] damaged = gzip("x".repeat(100));
        damaged[damaged.length - 1] ^= 1;
        Path file = Files.write(folder.resolve("f"), damaged);
        Files.write(file, gzip("whole"), StandardOpenOption.APPEND);
        assertThatThrownBy(() -> BatchFile.open(file, Tail.GZIP_MEMBERS))
                .isInstanceOf(WriteFailure.class)
                .hasMessage("cannot write %s: it is damaged at byte 0, and whole again from byte %d on; move it away"
                        .formatted(file, damaged.length));
    }

    @Test
    void cutsOffNoFileThatIsNoGzip() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "{\"plain\":true}\n");
        assertThatThrownBy(() -> BatchFile.open(file, Tail.GZIP_MEMBERS)).hasMessageContaining("it is not a gzip file");
        assertThat(file).hasContent("{\"plain\":true}");
    }

    @Test
    void cutsOffNoEndOfCsvThatIsTooLongForARecord() throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "a\n\"" + "x\n".repeat(9 << 20));
        assertThatThrownBy(() -> BatchFile.open(file, Tail.CSV_RECORDS)).hasMessageContaining("missing at byte 2");
    }

    private void cutEverywhere(Tail tail, List<byte[]> entries) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : entries) {
            all.write(each);
        }
        Path file = folder.resolve("f");
        for (int length = 0; length <= all.size(); length++) {
            Files.write(file, Arrays.copyOf(all.toByteArray(), length));
            assertThat(wholeBytes(tail, file)).as("cut to %d bytes", length).isEqualTo(wholeUpTo(entries, length));
        }
    }

    private static long wholeUpTo(List<byte[]> entries, int length) {
        long whole = 0;
        for (byte[] each : entries) {
            if (whole + each.length > length) {
                return whole;
            }
            whole += each.length;
        }
        return whole;
    }

    private static long wholeBytes(Tail tail, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return tail.wholeBytes(channel);
        }
    }

    private static List<byte[]> bytes(String... entries) {
        return Arrays.stream(entries)
                .map(each -> each.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }
}
