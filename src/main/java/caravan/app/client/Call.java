package caravan.app.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One request of the REST interface, whichever master it goes to.
 *
 * @param path from the root, its parts percent-encoded
 * @param body JSON; empty sends none
 */
record Call(String method, String path, String body) {

    static Call get(String path) {
        return new Call("GET", path, "");
    }

    static Call post(String path, String body) {
        return new Call("POST", path, body);
    }

    static Call put(String path, String body) {
        return new Call("PUT", path, body);
    }

    static Call delete(String path) {
        return new Call("DELETE", path, "");
    }

    /** @return {@code folder} followed by a name that may hold letters of any script */
    static String path(String folder, String name) {
        return folder + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether it leaves everything as it was. */
    boolean isRead() {
        return method.equals("GET");
    }
}
