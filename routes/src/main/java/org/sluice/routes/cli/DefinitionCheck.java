package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sluice.config.Configuration;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.routes.runtime.EngineParts;

/** Refuses what the engine could not work with, before it is stored. */
final class DefinitionCheck {
    private final MetadataSchema schema;

    DefinitionCheck(Configuration configuration) {
        this.schema = EngineParts.schema(configuration);
    }

    /**
     * Checks queries, plugin and values of a new transformation.
     *
     * @throws CommandFailedException naming the transformation, the place and the reason
     * @throws org.sluice.engine.grouping.GroupingException for a plugin that is not there
     */
    void check(TransformationDefinition definition) {
        check(Optional.empty(), definition);
    }

    /** The same of a changed one; values that stay as they were are not refused. */
    void check(TransformationDefinition before, TransformationDefinition changed) {
        check(Optional.of(before), changed);
    }

    private void check(Optional<TransformationDefinition> before, TransformationDefinition definition) {
        query(definition, "InputMetaQuery", definition.inputQuery());
        query(definition, "OutputMetaQuery", definition.outputQuery());
        Plugins.load(DefinitionCheck.class.getClassLoader()).require(definition.plugin());
        ValueRules.check(before, definition);
    }

    private void query(TransformationDefinition definition, String name, Optional<ObjectNode> query) {
        try {
            query.ifPresent(json -> MetaQuery.parse(json, schema));
        } catch (BadQueryException e) {
            throw new CommandFailedException(
                    "transformation %s: its %s is refused. %s".formatted(definition.name(), name, e.getMessage()), e);
        }
    }
}
