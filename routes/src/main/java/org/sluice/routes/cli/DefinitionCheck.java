package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.sluice.config.Configuration;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.DefinitionChange;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.routes.runtime.EngineParts;

/** Refuses what the engine could not work with, before it is stored. */
final class DefinitionCheck {
    private final MetadataSchema schema;
    private final Plugins plugins = Plugins.load(DefinitionCheck.class.getClassLoader());

    DefinitionCheck(Configuration configuration) {
        this.schema = EngineParts.schema(configuration);
    }

    /**
     * Checks queries, plugin and values of a transformation that is to be created.
     *
     * @throws CommandFailedException naming the transformation, the place and the reason
     * @throws org.sluice.engine.grouping.GroupingException for a plugin that is not there
     */
    void check(TransformationDefinition definition) {
        definition.unreadable().forEach((name, reason) -> {
            throw new CommandFailedException(
                    "transformation %s: its stored %s cannot be read. %s. Give it another one with %s={…}"
                            .formatted(definition.name(), name, reason, name));
        });
        query(definition, TransformationDefinition.INPUT_QUERY, definition.inputQuery());
        query(definition, TransformationDefinition.OUTPUT_QUERY, definition.outputQuery());
        plugins.require(definition.plugin());
        ValueRules.check(Optional.empty(), definition);
    }

    /**
     * Checks what a change changes, and all where it makes the transformation work: what DIRAC stored can be stopped and
     * edited though Sluice could not work with it.
     *
     * @throws CommandFailedException naming the transformation, the place and the reason
     * @throws org.sluice.engine.grouping.GroupingException for a plugin that is not there
     */
    void check(TransformationDefinition old, TransformationDefinition changed) {
        ValueRules.check(Optional.of(old), changed);
        if (changed.makesTasks() && !changed.status().equals(old.status())) {
            check(changed);
            return;
        }
        if (DefinitionChange.changesInputQuery(old, changed)) {
            query(changed, TransformationDefinition.INPUT_QUERY, changed.inputQuery());
        }
        if (DefinitionChange.changesOutputQuery(old, changed)) {
            query(changed, TransformationDefinition.OUTPUT_QUERY, changed.outputQuery());
        }
        if (!changed.plugin().equals(old.plugin())) {
            plugins.require(changed.plugin());
        }
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
