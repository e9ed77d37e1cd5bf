package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.sluice.config.Configuration;
import org.sluice.engine.store.Extension;
import org.sluice.routes.cli.RegistryMixin.Selected;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes tasks without input. */
@Command(
        name = "extend",
        description = {
            "Make tasks without input files, for simulations.",
            "Which types can have them: /Operations/Defaults/Transformations/ExtendableTransfTypes."
        })
final class TransformationExtend implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ID", description = "The transformation's number or name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Parameters(index = "1", paramLabel = "N", description = "How many tasks.")
    private int tasks;

    @Option(names = "--json", description = "Print {\"TransformationID\":N, \"TaskIDs\":[…]}.")
    private boolean asJson;

    @Mixin
    private final RegistryMixin registries;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    TransformationExtend(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        if (tasks < 1) {
            throw new ParameterException(spec.commandLine(), "N must be 1 or more, not " + tasks);
        }
        return registries.with(id, selected -> {
            List<Integer> numbers = extend(selected);
            terminal.out().println(asJson ? json(selected, numbers) : text(selected, numbers));
            return 0;
        });
    }

    private List<Integer> extend(Selected selected) {
        Configuration configuration = selected.configuration();
        Extension extension = new Extension(
                tasks,
                configuration.transformations().extendable(),
                configuration.engine().taskNotices().isPresent());
        return selected.registry().extend(selected.id(), extension, RegistryMixin.author());
    }

    private static String text(Selected selected, List<Integer> numbers) {
        return "transformation %d, %s: made %d tasks, %d to %d"
                .formatted(
                        selected.id(),
                        selected.transformation().definition().name(),
                        numbers.size(),
                        numbers.get(0),
                        numbers.get(numbers.size() - 1));
    }

    private static String json(Selected selected, List<Integer> numbers) {
        ObjectNode json = Json.object().put("TransformationID", selected.id());
        ArrayNode ids = json.putArray("TaskIDs");
        numbers.forEach(ids::add);
        return json.toString();
    }
}
