package caravan.testkit;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP or SOCKS 5 proxy on a free loopback port, which takes every host for loopback and logs what it is asked.
 * Thread-safe.
 */
public final class TestProxy implements AutoCloseable {
    private static final int HEAD_END = 0x0d0a0d0a;

    private final boolean socks;
    private final ServerSocket listener;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<String> targets = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private volatile String login = "";
    private volatile int refusal;

    private TestProxy(boolean socks) {
        this.socks = socks;
        try {
            listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    public static TestProxy http() {
        return new TestProxy(false);
    }

    public static TestProxy socks() {
        return new TestProxy(true);
    }

    /** Serves nobody but this user from now on. */
    public TestProxy onlyFor(String user, String password) {
        login = user + ":" + password;
        return this;
    }

    /** Answers every request with this status, or SOCKS reply, from now on; 0 to serve again. */
    public void refuse(int status) {
        refusal = status;
    }

    /** Such as {@code http://127.0.0.1:40123}. */
    public String url() {
        return (socks ? "socks5" : "http") + "://127.0.0.1:" + listener.getLocalPort();
    }

    /** With user and password, which stand in the URL as they are. */
    public String url(String user, String password) {
        return url().replace("://", "://" + user + ":" + password + "@");
    }

    /** Hosts and ports it was asked to connect to, in order of arrival. */
    public List<String> targets() {
        return List.copyOf(targets);
    }

    /** The heads of the requests it was sent, if it speaks HTTP. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                open.add(client);
                start(() -> serve(client));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            if (socks) {
                serveSocks(client);
            } else {
                serveHttp(client);
            }
        } catch (IOException e) {
            // one of the two has gone
        } finally {
            open.remove(client);
        }
    }

    private void serveHttp(Socket client) throws IOException {
        String head = readHead(client.getInputStream());
        heads.add(head);
        String[] line = head.split(" ", 3);
        boolean tunnel = line[0].equals("CONNECT");
        String target = tunnel ? line[1] : line[1].split("/", 4)[2];
        targets.add(target);
        if (!login.isEmpty() && !head.contains("Proxy-Authorization: Basic " + base64(login))) {
            send(client, "HTTP/1.1 407 Login\r\nContent-Length: 0\r\nProxy-Authenticate: Basic realm=x\r\n\r\n");
        } else if (refusal != 0) {
            send(client, "HTTP/1.1 " + refusal + " No\r\nContent-Length: 0\r\n\r\n");
        } else {
            try (Socket host = connect(Integer.parseInt(target.substring(target.lastIndexOf(':') + 1)))) {
                if (tunnel) {
                    send(client, "HTTP/1.1 200 OK\r\n\r\n");
                } else {
                    send(host, forwarded(head));
                }
                pump(client, host);
            }
        }
    }

    private static String forwarded(String head) {
        return head.replaceFirst(" http://[^/]*", " ")
                .replaceAll("(?i)\r\n(Proxy-Authorization|Connection): [^\r]*", "")
                .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
    }

    private void serveSocks(Socket client) throws IOException {
        DataInputStream in = new DataInputStream(client.getInputStream());
        OutputStream out = client.getOutputStream();
        in.readUnsignedByte();
        in.readFully(new byte[in.readUnsignedByte()]);
        out.write(new byte[] {5, (byte) (login.isEmpty() ? 0 : 2)});
        if (!login.isEmpty()) {
            in.readUnsignedByte();
            boolean known = (text(in) + ":" + text(in)).equals(login);
            out.write(new byte[] {1, (byte) (known ? 0 : 1)});
            if (!known) {
                return;
            }
        }
        in.readFully(new byte[3]);
        String name = in.readUnsignedByte() == 3 ? text(in) : "by address " + in.readInt();
        int port = in.readUnsignedShort();
        targets.add(name + ":" + port);
        out.write(new byte[] {5, (byte) refusal, 0, 1, 0, 0, 0, 0, 0, 0});
        if (refusal == 0) {
            try (Socket host = connect(port)) {
                pump(client, host);
            }
        }
    }

    private Socket connect(int port) throws IOException {
        Socket host = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(host);
        return host;
    }

    private static void pump(Socket client, Socket host) throws IOException {
        start(() -> {
            try {
                client.getInputStream().transferTo(host.getOutputStream());
                host.shutdownOutput();
            } catch (IOException e) {
                // the host has answered and gone
            }
        });
        host.getInputStream().transferTo(client.getOutputStream());
    }

    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int last4 = 0; last4 != HEAD_END; ) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client has gone");
            }
            last4 = last4 << 8 | next;
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void send(Socket socket, String latin1) throws IOException {
        socket.getOutputStream().write(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "test-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
