package org.sluice.config.cfg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The text form of DIRAC's Configuration Service: reading, merging and writing.
 *
 * <p>Every method throws {@link ConfigException}, and nothing else, for what a user can do wrong. Stateless.
 */
public final class Cfg {

    private Cfg() {}

    /**
     * One or more files read and merged.
     *
     * @param root the tree
     * @param warnings what is allowed and yet looks like a mistake
     */
    public record Result(CfgSection root, List<Problem> warnings) {
        public Result {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads the text of one file.
     *
     * @param file the name by which errors call it
     * @throws ConfigException for a syntax error, with all of the file's errors
     */
    public static Result parse(String file, String text) {
        CfgParser parser = new CfgParser(file);
        CfgSection root = parser.parse(text);
        if (parser.problems().stream().anyMatch(Problem::isError)) {
            throw new ConfigException(parser.problems());
        }
        return new Result(root, parser.problems());
    }

    /**
     * Reads one file, which is UTF-8.
     *
     * @throws ConfigException if it cannot be read, is not UTF-8 or has a syntax error
     */
    public static Result read(Path file) {
        return parse(file.toString(), decode(file, bytes(file)));
    }

    /**
     * Puts trees over one another: a later one wins option by option, sections are united, {@code +=} appends to what
     * the earlier ones say. Names keep the place at which they first appeared.
     *
     * @throws ConfigException if one file has an option where another has a section
     */
    public static Result merge(List<Result> files) {
        List<Problem> problems = new ArrayList<>();
        files.forEach(file -> problems.addAll(file.warnings()));
        CfgBuilder merged = new CfgBuilder("", null);
        files.forEach(file -> merged.add(file.root(), problems));
        merged.settle(problems);
        if (problems.stream().anyMatch(Problem::isError)) {
            throw new ConfigException(problems);
        }
        return new Result(merged.build(), problems);
    }

    /** The whole tree as text, secrets included. {@code parse(write(x))} gives a tree equal to {@code x}. */
    public static String write(CfgSection root) {
        return new CfgWriter(false).write(root);
    }

    /**
     * The tree as text for people to see: the value of every option whose name ends in Password, Passcode, Passphrase,
     * Secret or Token is replaced by asterisks, unless it only refers to a variable or a file.
     */
    public static String writeMasked(CfgSection root) {
        return new CfgWriter(true).write(root);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException(Problem.error(file + ": there is no such configuration file"));
        } catch (IOException e) {
            String reason = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            throw new ConfigException(Problem.error(file + ": the configuration file cannot be read: " + reason));
        }
    }

    private static String decode(Path file, byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(input)
                    .toString();
        } catch (CharacterCodingException e) {
            // The decoder leaves the buffer at the bytes that it could not read.
            String before = new String(bytes, 0, input.position(), StandardCharsets.UTF_8);
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            throw new ConfigException(Problem.error(
                    new Origin(file.toString(), line, column), "the file is not UTF-8 text: save it as UTF-8"));
        }
    }
}
