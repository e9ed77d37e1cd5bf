package org.sluice.it.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** A way to a port of this machine that can be cut and clogged. Its threads are called {@code network}. */
public final class FlakyNetwork implements AutoCloseable {
    /** The name of all threads of this class. */
    public static final String THREADS = "network";

    /** Columns of the kernel's table of sockets, and the states of those that a program has not closed. */
    private static final int REMOTE = 2;

    private static final int STATE = 3;
    private static final Set<String> HELD = Set.of("01", "02", "08");

    private final ServerSocket listening;
    private final int target;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();

    private FlakyNetwork(ServerSocket listening, int target) {
        this.listening = listening;
        this.target = target;
    }

    /** A way to this port, open. */
    public static FlakyNetwork to(int port) {
        try {
            FlakyNetwork network = new FlakyNetwork(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            thread(network::accept);
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port to connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many sockets are open to this way on its clients' side, those included that wait to be closed. */
    public long sockets() {
        return Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                .map(Path::of)
                .flatMap(FlakyNetwork::lines)
                .map(line -> line.strip().split("\\s+"))
                .filter(columns -> columns[REMOTE].endsWith(String.format(":%04X", port())))
                .filter(columns -> HELD.contains(columns[STATE]))
                .count();
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks each connection in the middle of what is sent next over it, in either direction. */
    public void cut() {
        lines.forEach(Line::cut);
    }

    /** Lets nothing through any more, in either direction, and closes nothing: as a peer that stopped reading. */
    public void clog() {
        lines.forEach(Line::clog);
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        lines.forEach(Line::end);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                connect(client);
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void connect(Socket client) throws IOException {
        try {
            Line line = new Line(client, new Socket(InetAddress.getLoopbackAddress(), target));
            lines.add(line);
            line.start();
        } catch (IOException brokerAway) {
            client.close();
        }
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, THREADS);
        thread.setDaemon(true);
        thread.start();
    }

    private final class Line {
        private final Socket client;
        private final Socket broker;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile boolean cutting;
        private volatile boolean clogged;

        Line(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        void start() {
            thread(() -> pump(client, broker));
            thread(() -> pump(broker, client));
        }

        void cut() {
            cutting = true;
        }

        void clog() {
            clogged = true;
        }

        private void pump(Socket from, Socket to) {
            byte[] buffer = new byte[8192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0 && !cutting; read = in.read(buffer)) {
                    if (clogged) {
                        // What was read is gone with the connection; its client gives it up by itself.
                        ended.await();
                    }
                    out.write(buffer, 0, cutting ? read / 2 : read);
                }
            } catch (IOException | InterruptedException broken) {
                // The other direction is ended as well, below.
            } finally {
                end();
            }
        }

        void end() {
            lines.remove(this);
            ended.countDown();
            closeHard(client);
            closeHard(broker);
        }

        private static void closeHard(Socket socket) {
            try {
                socket.setSoLinger(true, 0);
                socket.close();
            } catch (IOException closedAlready) {
                // That is what was wanted.
            }
        }
    }
}
