package caravan.sink.warc;

import caravan.crawl.Ask;
import caravan.crawl.Page;
import caravan.crawl.Request;
import caravan.sink.PageCopy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Requests and responses as HTTP/1.1 messages (RFC 9112), whatever version they came over. A body is the one after
 * decoding, and a header that would say otherwise is kept as {@code x-orig-…}, as browsertrix and ArchiveWeb.page do.
 */
final class HttpText {
    private static final Set<String> OF_THE_TRANSFER = Set.of("content-encoding", "transfer-encoding");
    private static final String LENGTH = "content-length";
    private static final String ORIGINAL = "x-orig-";
    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private HttpText() {}

    /** With the headers that are the request's own; those that every request of the task has are not known here. */
    static byte[] request(PageCopy copy) {
        Ask ask = copy.request().ask();
        String url = copy.page().url();
        String origin = Request.originOf(url);
        String target = url.substring(origin.length());
        StringBuilder head = new StringBuilder(ask.method());
        head.append(' ').append(clean(target.isEmpty() ? "/" : target)).append(" HTTP/1.1\r\n");
        header(head, "Host", origin.substring(origin.indexOf("//") + 2));
        ask.headers().forEach((name, value) -> header(head, name, value));
        byte[] body = ask.body().getBytes(StandardCharsets.UTF_8);
        if (body.length > 0) {
            header(head, "Content-Length", String.valueOf(body.length));
        }
        return message(head, body);
    }

    static byte[] response(PageCopy copy) {
        Page page = copy.page();
        StringBuilder head =
                new StringBuilder("HTTP/1.1 ").append(page.status()).append(" \r\n");
        boolean wasSent = !copy.request().ask().method().equals("HEAD");
        page.headers().forEach((name, values) -> headers(head, wasSent ? nameOf(name) : name, values));
        if (wasSent) {
            header(head, LENGTH, String.valueOf(page.body().length));
        }
        return message(head, page.body());
    }

    /** An answer to HEAD speaks of a body that was not sent, so its headers stay as they are. */
    private static String nameOf(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return OF_THE_TRANSFER.contains(name) || name.equals(LENGTH) ? ORIGINAL + name : header;
    }

    private static void headers(StringBuilder head, String name, List<String> values) {
        values.forEach(value -> header(head, name, value));
    }

    /** What is no name of a header, a page has sent in bad faith. */
    private static void header(StringBuilder head, String name, String value) {
        if (TOKEN.matcher(name).matches()) {
            head.append(name).append(": ").append(clean(value)).append("\r\n");
        }
    }

    /** Nothing a page sends may end a line. */
    private static String clean(String value) {
        return CONTROL.matcher(value).replaceAll(" ").strip();
    }

    private static byte[] message(StringBuilder head, byte[] body) {
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
