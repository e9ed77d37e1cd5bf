package org.sluice.routes.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sluice.config.Configuration;
import picocli.CommandLine.Option;

/** The option {@code --config}, for all commands that read the configuration. */
final class ConfigOption {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration in DIRAC's .cfg form; repeatable, later files win. Without it Sluice uses the"
                    + " database and broker that it brings with it.")
    private List<Path> files = new ArrayList<>();

    /** The files, in the order in which they are merged. */
    List<Path> files() {
        return List.copyOf(files);
    }

    /**
     * The merged configuration.
     *
     * @throws org.sluice.config.cfg.ConfigException for files that cannot be read, with file, line and column
     */
    Configuration load() {
        return Configuration.load(files);
    }
}
