package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.Cfg;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgSection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the merged configuration. */
@Command(name = "show", description = "Show the configuration as its files say when merged, passwords masked.")
final class ConfigShow implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(names = "--json", description = "Print JSON: sections are objects, options are texts.")
    private boolean asJson;

    ConfigShow(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Configuration configuration = config.load();
        String masked = configuration.show();
        if (asJson) {
            // The masked text is read back, so that there is one place only that knows what a secret is.
            terminal.out()
                    .println(Json.pretty(json(Cfg.parse("configuration", masked).root())));
        } else {
            terminal.out().print(masked);
        }
        return 0;
    }

    private static ObjectNode json(CfgSection section) {
        ObjectNode json = Json.object();
        for (CfgOption option : section.options()) {
            json.put(option.name(), option.value());
        }
        for (CfgSection inner : section.sections()) {
            json.set(inner.name(), json(inner));
        }
        return json;
    }
}
