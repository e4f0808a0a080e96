package caravan.parse;

import com.google.common.base.Utf8;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.mozilla.universalchardet.UniversalDetector;

/**
 * Finds the charset of a page and decodes it. The order of the sources is that of the WHATWG HTML standard: byte order
 * mark, charset of the Content-Type header, declaration in the first bytes of the page, detection. A source that names
 * a charset nobody knows is passed over. Stateless: any number of threads may use it at once.
 */
public final class Charsets {
    /** What browsers take for a page that says nothing and is not UTF-8. */
    private static final Charset FALLBACK = Charset.forName("windows-1252");

    private static final Charset MAC_CYRILLIC = Charset.forName("x-MacCyrillic");
    private static final Charset CYRILLIC = Charset.forName("windows-1251");
    /** Bytes beyond ASCII in a row, on average, from which on they are taken for words of another script. */
    private static final int MIN_WORD_LENGTH = 3;
    /** Bytes handed to the detector: it has made up its mind long before. */
    private static final int DETECTED_BYTES = 64 * 1024;

    private static final Map<String, Charset> LABELS = labels();

    private Charsets() {}

    /**
     * @param contentType value of the Content-Type header, empty when there is none
     * @return the text of the body without its byte order mark; bytes that are not of the charset become U+FFFD
     */
    public static String decode(byte[] body, String contentType) {
        return decode(body, of(body, contentType));
    }

    /** The same for what is no markup, where a declaration would be somebody else's: a text of JSON may quote HTML. */
    public static String decodePlain(byte[] body, String contentType) {
        return decode(
                body,
                byteOrderMark(body)
                        .or(() -> CharsetDeclaration.inContentType(contentType).flatMap(Charsets::forLabel))
                        .orElseGet(() -> detect(body)));
    }

    private static String decode(byte[] body, Charset charset) {
        int start = byteOrderMark(body).isPresent() ? markLength(charset) : 0;
        return new String(body, start, body.length - start, charset);
    }

    /**
     * @param contentType value of the Content-Type header, empty when there is none
     * @return the charset the body is to be decoded with
     */
    public static Charset of(byte[] body, String contentType) {
        return byteOrderMark(body)
                .or(() -> CharsetDeclaration.inContentType(contentType).flatMap(Charsets::forLabel))
                .or(() -> CharsetDeclaration.inMarkup(body).flatMap(Charsets::forDeclaredLabel))
                .orElseGet(() -> detect(body));
    }

    /**
     * The charset of a label, widened as https://encoding.spec.whatwg.org/#names-and-labels does it: what is labelled
     * gb2312 on the web holds characters only GB18030 has, and so on. Java's own look-up fails real pages.
     *
     * @return empty for a label that is not known
     */
    public static Optional<Charset> forLabel(String label) {
        String key = label.strip().toLowerCase(Locale.ROOT);
        Charset mapped = LABELS.get(key);
        return mapped != null ? Optional.of(mapped) : javaCharset(key);
    }

    /** A declaration that could be read byte by byte is not in UTF-16, whatever it says (WHATWG HTML § 13.2.3). */
    private static Optional<Charset> forDeclaredLabel(String label) {
        return forLabel(label).map(charset -> charset.name().startsWith("UTF-16") ? StandardCharsets.UTF_8 : charset);
    }

    private static Optional<Charset> javaCharset(String name) {
        try {
            return Optional.of(Charset.forName(name)).filter(Charset::canEncode);
        } catch (IllegalArgumentException unknown) {
            return Optional.empty();
        }
    }

    private static Optional<Charset> byteOrderMark(byte[] body) {
        if (startsWith(body, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(StandardCharsets.UTF_8);
        }
        if (startsWith(body, 0xFE, 0xFF)) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return startsWith(body, 0xFF, 0xFE) ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    private static int markLength(Charset charset) {
        return charset.equals(StandardCharsets.UTF_8) ? 3 : 2;
    }

    private static boolean startsWith(byte[] body, int... mark) {
        if (body.length < mark.length) {
            return false;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((body[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static Charset detect(byte[] body) {
        if (Utf8.isWellFormed(body)) {
            return StandardCharsets.UTF_8;
        }
        int start = firstNonAscii(body);
        int length = Math.min(DETECTED_BYTES, body.length - start);
        UniversalDetector detector = new UniversalDetector();
        detector.handleData(body, start, length);
        detector.dataEnd();
        String found = detector.getDetectedCharset();
        Charset guess = found == null ? FALLBACK : forLabel(found).orElse(FALLBACK);
        if (guess.newEncoder().maxBytesPerChar() > 1) {
            return guess;
        }
        if (!hasForeignWords(body, start, start + length)) {
            return FALLBACK;
        }
        // short pages in windows-1251 are taken for it, and the web has no others
        return guess.equals(MAC_CYRILLIC) ? CYRILLIC : guess;
    }

    /**
     * Whether the bytes beyond ASCII come in words, as in Greek, Cyrillic or Hebrew. The detector guesses Greek for a
     * German page with a few umlauts.
     */
    private static boolean hasForeignWords(byte[] body, int start, int end) {
        int bytes = 0;
        int runs = 0;
        for (int i = start; i < end; i++) {
            if (body[i] < 0) {
                bytes++;
                runs += i == start || body[i - 1] >= 0 ? 1 : 0;
            }
        }
        return bytes >= MIN_WORD_LENGTH * runs;
    }

    private static int firstNonAscii(byte[] body) {
        int at = 0;
        while (body[at] >= 0) {
            at++;
        }
        return at;
    }

    private static Map<String, Charset> labels() {
        Map<String, Charset> labels = new HashMap<>();
        alias(labels, "UTF-8", "utf8 utf-8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8");
        alias(labels, "UTF-16LE", "utf-16 utf-16le ucs-2 unicode iso-10646-ucs-2 csunicode unicodefeff");
        alias(labels, "GB18030", "gb18030 gb2312 gbk x-gbk gb_2312 gb_2312-80 csgb2312 chinese cp936 windows-936");
        alias(labels, "GB18030", "csiso58gb231280 iso-ir-58 ms936 x-mswin-936");
        alias(labels, "windows-31j", "shift_jis shift-jis sjis x-sjis ms_kanji ms932 csshiftjis windows-31j cp932");
        alias(labels, "x-windows-949", "euc-kr euckr korean ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601");
        alias(labels, "x-windows-949", "iso-ir-149 cseuckr csksc56011987 windows-949 cp949 ms949 uhc");
        alias(labels, "Big5-HKSCS", "big5 big5-hkscs cn-big5 csbig5 x-x-big5 big5hkscs cp950");
        alias(labels, "windows-1252", "iso-8859-1 iso8859-1 iso88591 iso_8859-1 iso_8859-1:1987 latin1 latin-1 l1");
        alias(
                labels,
                "windows-1252",
                "us-ascii ascii ansi_x3.4-1968 cp1252 x-cp1252 cp819 ibm819 csisolatin1 iso-ir-100");
        alias(labels, "windows-1254", "iso-8859-9 iso8859-9 iso88599 iso_8859-9 iso_8859-9:1989 latin5 l5 csisolatin5");
        alias(labels, "windows-1254", "iso-ir-148 cp1254 x-cp1254");
        alias(labels, "x-windows-874", "tis-620 iso-8859-11 iso8859-11 iso885911 windows-874 dos-874 cp874");
        alias(labels, "windows-1250", "x-cp1250");
        alias(labels, "windows-1251", "x-cp1251 win-1251");
        alias(labels, "windows-1253", "x-cp1253");
        alias(labels, "windows-1255", "x-cp1255");
        alias(labels, "windows-1256", "x-cp1256");
        alias(labels, "windows-1257", "x-cp1257");
        alias(labels, "windows-1258", "x-cp1258");
        alias(labels, "ISO-8859-8", "iso-8859-8-i iso-8859-8-e logical visual csiso88598i csiso88598e");
        alias(labels, "KOI8-R", "koi");
        alias(labels, "KOI8-U", "koi8-ru");
        alias(labels, "EUC-JP", "x-euc-jp");
        alias(labels, "x-MacRoman", "macintosh mac x-mac-roman csmacintosh");
        alias(labels, "x-MacCyrillic", "x-mac-cyrillic x-mac-ukrainian maccyrillic");
        return Map.copyOf(labels);
    }

    private static void alias(Map<String, Charset> labels, String javaName, String names) {
        Charset charset = Charset.forName(javaName);
        for (String name : names.split(" ")) {
            labels.put(name, charset);
        }
    }
}
