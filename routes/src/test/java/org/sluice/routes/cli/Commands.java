package org.sluice.routes.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.store.memory.MemoryStore;

/** Runs commands in a folder of their own, on a registry in memory. */
final class Commands {
    private final Path folder;
    private final MemoryStore store = new MemoryStore();
    private final Registries registries;
    private String input = "";

    Commands(Path folder) {
        this.folder = folder;
        this.registries = configuration -> new InMemory(store);
    }

    /** On other stores than those in memory. */
    Commands(Path folder, Registries registries) {
        this.folder = folder;
        this.registries = registries;
    }

    /** What a command did. */
    record Result(int exitCode, String out, String err) {
        String[] lines() {
            return out.isEmpty() ? new String[0] : out.stripTrailing().split("\n");
        }
    }

    /** What the next command reads from standard input. */
    Commands input(String text) {
        input = text;
        return this;
    }

    /** Writes a file and gives its path as an argument. */
    String file(String name, String... lines) {
        return file(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The same of bytes, for files that are not text. */
    String file(String name, byte[] bytes) {
        try {
            return Files.write(folder.resolve(name), bytes).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Result run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Terminal terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                false);
        int exitCode = Main.commandLine(terminal, registries).execute(args);
        return new Result(exitCode, out.toString(), err.toString());
    }

    MemoryStore store() {
        return store;
    }

    TransformationRegistry registry() {
        return store;
    }

    private record InMemory(MemoryStore store) implements Registries.Open {
        @Override
        public TransformationRegistry registry() {
            return store;
        }

        @Override
        public TriggerStore triggerStore() {
            return store;
        }

        @Override
        public FileLookup fileLookup() {
            return store;
        }

        @Override
        public void close() {
            // the store lives as long as the test
        }
    }
}
