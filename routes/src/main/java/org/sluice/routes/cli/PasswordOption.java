package org.sluice.routes.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sluice.config.value.FileAccess;
import org.sluice.config.value.Secret;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A password, from where nobody else sees it: never from the command line, which every user of a machine can list. */
final class PasswordOption {
    private final Terminal terminal;

    @ArgGroup
    private @Nullable Source source;

    /** One of these at most. */
    private static final class Source {
        @Option(
                names = "--password-file",
                paramLabel = "FILE",
                description = "Take the password from the first line of a file that only you can read; '-' is standard"
                        + " input.")
        private @Nullable Path file;

        @Option(
                names = "--password-env",
                paramLabel = "NAME",
                description = "Take the password from an environment variable.")
        private @Nullable String variable;

        @Option(names = "--password-prompt", description = "Ask for the password.")
        private boolean prompt;
    }

    PasswordOption(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The password, if one was asked for. */
    Optional<Secret> read() {
        return Optional.ofNullable(source).map(this::password).map(password -> {
            if (password.isEmpty()) {
                throw new CommandFailedException("the password is empty");
            }
            return Secret.of(password);
        });
    }

    private String password(Source from) {
        if (from.file != null) {
            return from.file.toString().equals("-") ? fromInput() : fromFile(from.file);
        }
        if (from.variable != null) {
            return fromEnvironment(from.variable);
        }
        return from.prompt ? fromPerson() : "";
    }

    private String fromInput() {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8));
            return firstLine(reader);
        } catch (IOException e) {
            throw new CommandFailedException("standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private static String fromFile(Path file) {
        if (FileAccess.isShared(file)) {
            throw new CommandFailedException(
                    "the password must not stand in %s, which group or others may read: run chmod 600 %s"
                            .formatted(file, file));
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return firstLine(reader);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException("there is no file " + file, e);
        } catch (IOException e) {
            throw new CommandFailedException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String fromEnvironment(String variable) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new CommandFailedException("the environment variable '%s' is not set".formatted(variable));
        }
        return value;
    }

    @SuppressWarnings("SystemConsoleNull") // where it is there without a terminal, what is typed is empty and refused
    private static String fromPerson() {
        Console console = System.console();
        if (console == null) {
            throw new CommandFailedException(
                    "nobody can be asked for a password here: give it by --password-file or --password-env");
        }
        String first = ask(console, "Password: ");
        if (!first.equals(ask(console, "The same again: "))) {
            throw new CommandFailedException("the two passwords are not the same");
        }
        return first;
    }

    private static String ask(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        return typed == null ? "" : new String(typed);
    }

    private static String firstLine(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        return line == null ? "" : line;
    }
}
