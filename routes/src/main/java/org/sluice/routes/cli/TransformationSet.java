package org.sluice.routes.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.sluice.engine.chain.CycleCheck;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationFormatException;
import org.sluice.engine.transformation.TransformationJson;
import org.sluice.routes.runtime.EngineParts;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a transformation. */
@Command(
        name = "set",
        description = {
            "Change a transformation; several changes are made together or not at all.",
            "A status that cannot follow the present one is refused, with those that can.",
            "Names are DIRAC's: Status, GroupSize, Plugin, InputMetaQuery={…}; any other name is a further parameter."
        })
final class TransformationSet implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "ID", description = "Its number or its name.")
    @SuppressWarnings("NullAway.Init") // required
    private String id;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "Param=value", description = "What becomes of what.")
    private List<String> changes = new ArrayList<>();

    @Mixin
    private final CycleOption cycles = new CycleOption();

    @Mixin
    private final RegistryMixin registries;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    TransformationSet(Terminal terminal, Registries registries) {
        this.terminal = terminal;
        this.registries = new RegistryMixin(registries);
    }

    @Override
    public Integer call() {
        return registries.with(id, selected -> {
            DefinitionCheck check = new DefinitionCheck(selected.configuration());
            UnaryOperator<TransformationDefinition> change = now -> {
                TransformationDefinition changed = changed(now);
                check.check(now, changed);
                return changed;
            };
            // Cycles are looked for beforehand: it may take seconds, and batches wait for a change.
            TransformationDefinition planned =
                    change.apply(selected.transformation().definition());
            cycles.refuse(
                    new CycleCheck(EngineParts.schema(selected.configuration()))
                            .ofChange(selected.registry().list(), selected.transformation(), planned),
                    selected.configuration(),
                    terminal);
            selected.registry().update(selected.id(), change, RegistryMixin.author());
            return 0;
        });
    }

    private TransformationDefinition changed(TransformationDefinition now) {
        TransformationDefinition changed = now;
        for (String change : changes) {
            changed = apply(changed, change);
        }
        return changed;
    }

    private TransformationDefinition apply(TransformationDefinition definition, String change) {
        int sign = change.indexOf('=');
        if (sign < 1) {
            throw new ParameterException(spec.commandLine(), "'%s' is not of the form Param=value".formatted(change));
        }
        try {
            return TransformationJson.with(definition, change.substring(0, sign), change.substring(sign + 1));
        } catch (TransformationFormatException e) {
            throw new CommandFailedException("'%s' is refused: %s".formatted(change, e.getMessage()), e);
        }
    }
}
