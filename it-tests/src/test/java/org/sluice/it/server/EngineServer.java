package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.sluice.engine.trigger.Boundary;

/** {@code sluice run} as a process of its own, so that it can be killed like one. */
public final class EngineServer implements AutoCloseable {
    private static final String MAIN = "org.sluice.routes.cli.Main";

    private final ServerProcess process;
    private final int httpPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private EngineServer(ServerProcess process, int httpPort) {
        this.process = process;
        this.httpPort = httpPort;
    }

    /** Starts an engine with a configuration file; {@code jvmOptions} come before the main class. */
    public static EngineServer start(Path folder, Path configuration, int httpPort, String... jvmOptions) {
        return start(folder, List.of(configuration), httpPort, jvmOptions);
    }

    /** Starts an engine with several configuration files, later ones over earlier ones. */
    public static EngineServer start(Path folder, List<Path> configuration, int httpPort, String... jvmOptions) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(jvmOptions));
        command.addAll(List.of(MAIN, "run"));
        configuration.forEach(file -> command.addAll(List.of("--config", file.toString())));
        return new EngineServer(ServerProcess.start(command, Map.of(), folder, folder.resolve("engine.log")), httpPort);
    }

    /** Starts an engine that halts, as by SIGKILL, when it passes a boundary for the n-th time. */
    public static EngineServer startHalting(Path folder, Path configuration, int httpPort, Boundary boundary, int nth) {
        return start(folder, configuration, httpPort, "-D" + HaltAtBoundary.PROPERTY + "=" + boundary + ":" + nth);
    }

    /** The process. */
    public ServerProcess process() {
        return process;
    }

    /** Waits until health is up. */
    public EngineServer awaitUp() {
        Awaitility.await("engine healthy")
                .atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("the engine ended:\n" + process.output());
                    }
                    return healthStatus() == 200;
                });
        return this;
    }

    /** What {@code /observe/metrics} says. */
    public String metrics() {
        try {
            return get("/observe/metrics").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    /** The HTTP status of {@code /observe/health}; 0 where nobody answers. */
    public int healthStatus() {
        try {
            return get("/observe/health").statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    /** Writes a configuration that only its owner may read, since it holds passwords. */
    public static Path writeConfiguration(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
