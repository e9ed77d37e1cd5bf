package org.sluice.routes.cli;

import java.util.Optional;
import org.sluice.config.Configuration;
import picocli.CommandLine.Option;

/** The option {@code --allow-cycle}, for commands that can activate a transformation. */
final class CycleOption {
    @Option(names = "--allow-cycle", description = "Only warn where the transformation closes a cycle of active ones.")
    private boolean allowed;

    /**
     * Refuses a cycle, or warns of it.
     *
     * @throws CommandFailedException where it is not allowed
     */
    void refuse(Optional<String> cycle, Configuration configuration, Terminal terminal) {
        cycle.ifPresent(sentence -> {
            if (!allowed && configuration.engine().refuseCycles()) {
                throw new CommandFailedException(sentence + ".\nChange a query, or give --allow-cycle");
            }
            terminal.err().println("warning: " + sentence + ".");
        });
    }
}
