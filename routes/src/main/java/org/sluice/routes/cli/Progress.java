package org.sluice.routes.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on a terminal; nothing where nobody looks. Thread-safe. */
final class Progress implements AutoCloseable {
    private static final int WIDTH = 90;
    private static final int UPDATE_MS = 200;

    private final Optional<ProgressBar> bar;

    private Progress(Optional<ProgressBar> bar) {
        this.bar = bar;
    }

    /**
     * Starts a bar.
     *
     * @param total how much there is to do; below 0 where nobody knows
     * @param unit what is counted, for example {@code events}
     */
    static Progress of(Terminal terminal, String task, String unit, long total) {
        if (!terminal.interactive()) {
            return new Progress(Optional.empty());
        }
        return new Progress(Optional.of(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(UPDATE_MS)
                .setConsumer(new ConsoleProgressBarConsumer(stream(terminal.err()), WIDTH))
                .showSpeed()
                .build()));
    }

    /** So much more was done. */
    void step(long count) {
        bar.ifPresent(shown -> shown.stepBy(count));
    }

    /** So much is done in all. */
    void at(long count) {
        bar.ifPresent(shown -> shown.stepTo(count));
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }

    private static PrintStream stream(PrintWriter writer) {
        OutputStream bytes = new OutputStream() {
            @Override
            public void write(int b) {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] text, int from, int length) {
                writer.write(new String(text, from, length, StandardCharsets.UTF_8));
                writer.flush();
            }
        };
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
