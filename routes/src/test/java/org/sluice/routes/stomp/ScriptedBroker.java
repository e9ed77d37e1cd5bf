package org.sluice.routes.stomp;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** A broker that says what a test tells it to: for what no real one can be made to do. One connection after the other. */
final class ScriptedBroker implements AutoCloseable {

    /** Answers one frame. */
    interface Script {
        void answer(String frame, Connection connection) throws IOException;
    }

    /** What a script can do. */
    record Connection(Socket socket) {
        void say(String frame) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write((frame + "\0").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void hangUp() throws IOException {
            socket.close();
        }
    }

    private final ServerSocket listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final Script script;
    private volatile boolean closed;

    ScriptedBroker(Script script) throws IOException {
        this.script = script;
        Thread thread = new Thread(this::accept, "scripted-broker");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "tcp://127.0.0.1:" + listening.getLocalPort();
    }

    /** All frames that came, without their final NUL. */
    List<String> frames() {
        return frames;
    }

    static String header(String frame, String name) {
        var matcher = Pattern.compile("(?m)^" + name + ":(.*)$").matcher(frame);
        return matcher.find() ? matcher.group(1) : "";
    }

    private void accept() {
        while (!closed) {
            try (Socket socket = listening.accept()) {
                serve(socket);
            } catch (IOException e) {
                if (!closed && !listening.isClosed()) {
                    continue;
                }
                return;
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        InputStream in = new BufferedInputStream(socket.getInputStream());
        StringBuilder frame = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (read == 0) {
                String text = frame.toString();
                frames.add(text);
                script.answer(text, new Connection(socket));
                frame.setLength(0);
            } else if (read != '\n' || frame.length() > 0) {
                frame.append((char) read);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listening.close();
    }
}
