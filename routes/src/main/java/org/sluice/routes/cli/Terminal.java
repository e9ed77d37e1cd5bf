package org.sluice.routes.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command reads and writes. Text is UTF-8 whatever the locale says, since what is written is read by programs.
 *
 * @param in standard input
 * @param out results
 * @param err errors, warnings and progress
 * @param interactive whether a person looks at {@code err}, so that a progress bar makes sense
 */
public record Terminal(InputStream in, PrintWriter out, PrintWriter err, boolean interactive) {

    /** Set by the launcher where standard error is a terminal; Java itself can only tell of all streams together. */
    private static final String TERMINAL = "sluice.terminal";

    /** The streams of this process. */
    static Terminal ofProcess() {
        return new Terminal(
                System.in, writer(FileDescriptor.out), writer(FileDescriptor.err), Boolean.getBoolean(TERMINAL));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), false);
    }
}
