package caravan.app;

/**
 * An address to listen on.
 *
 * @param host name or IP address; {@code 0.0.0.0} for every address of this machine
 * @param port 1 to 65535
 */
record HostPort(String host, int port) {
    HostPort {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port must be 1 to 65535, was " + port);
        }
    }

    /**
     * @param text {@code host:port} or {@code :port}
     * @throws IllegalArgumentException naming the text and the accepted form
     */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        String digits = text.substring(colon + 1).strip();
        if (colon < 0 || !digits.matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address: write it like 127.0.0.1:8080 or :8080");
        }
        String host = text.substring(0, colon).strip();
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new HostPort(host.isEmpty() ? "0.0.0.0" : host, Integer.parseInt(digits));
    }

    /** Where this process reaches itself, and others may: a wildcard is no address to call. */
    HostPort toCall() {
        return host.equals("0.0.0.0") || host.equals("::") ? new HostPort("127.0.0.1", port) : this;
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
