package org.sluice.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that this test run started, with its output in a file, and that it ends by its own handle. */
public final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command in a folder, both output streams appended to {@code log}. */
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path folder, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            ServerProcess started = new ServerProcess(process, log);
            Runtime.getRuntime().addShutdownHook(new Thread(started::destroyAll));
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start " + command.get(0) + ": ./verify installs what the tests need", e);
        }
    }

    /** Runs a command to its end and returns its output; a test error where it fails. */
    public static String run(List<String> command, Map<String, String> environment, Path folder, Duration limit) {
        try {
            Path log = Files.createTempFile(folder, "run", ".log");
            try (ServerProcess running = start(command, environment, folder, log)) {
                int exit = running.awaitExit(limit);
                String output = running.output();
                if (exit != 0) {
                    throw new AssertionError(command + " ended with " + exit + ":\n" + output);
                }
                return output;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** What it printed so far. */
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end and returns the exit code. */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ": " + process.info() + "\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGKILL, and waits until it is gone. */
    public void kill() {
        destroyAll();
        awaitExit(Duration.ofSeconds(30));
    }

    /** A server's start script may have the server as its child, which would outlive it. */
    private void destroyAll() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
