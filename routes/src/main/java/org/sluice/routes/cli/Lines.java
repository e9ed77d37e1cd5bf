package org.sluice.routes.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a file, or of standard input where it is called {@code -}, as bytes: what is not UTF-8 is for others to refuse. */
final class Lines implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private int next;
    private long number;

    private Lines(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /** Opens a file, or standard input for {@code -}. */
    static Lines open(Path file, Terminal terminal) {
        if (file.toString().equals("-")) {
            return new Lines("standard input", new BufferedInputStream(terminal.in()));
        }
        try {
            return new Lines(file.toString(), Files.newInputStream(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandFailedException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The next line that is not blank, without its end; empty at the end of the file. */
    Optional<byte[]> next() {
        Optional<byte[]> line = any();
        while (line.isPresent() && isBlank(line.get())) {
            line = any();
        }
        return line;
    }

    /** {@code file:line} of the line that {@link #next} gave. */
    String place() {
        return name + ":" + number;
    }

    private Optional<byte[]> any() {
        ByteArrayOutputStream line = new ByteArrayOutputStream(512);
        boolean something = false;
        while (fill()) {
            something = true;
            int start = next;
            while (next < filled && buffer[next] != '\n') {
                next++;
            }
            line.write(buffer, start, next - start);
            if (next < filled) {
                next++;
                break;
            }
        }
        if (!something) {
            return Optional.empty();
        }
        number++;
        return Optional.of(line.toByteArray());
    }

    private boolean fill() {
        if (next < filled) {
            return true;
        }
        try {
            filled = in.read(buffer);
            next = 0;
            return filled > 0;
        } catch (IOException e) {
            throw new CommandFailedException(name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new CommandFailedException(name + " cannot be closed: " + e.getMessage(), e);
        }
    }
}
