package org.sluice.engine.trigger;

import org.sluice.engine.transformation.TransformationDefinition;

/** Variants of definitions. */
final class TransformationDefinitions {
    private TransformationDefinitions() {}

    static TransformationDefinition withMaxTasks(TransformationDefinition d, int maxTasks) {
        return new TransformationDefinition(
                d.name(),
                d.type(),
                d.plugin(),
                d.status(),
                d.agentType(),
                d.groupSize(),
                maxTasks,
                d.eventsPerTask(),
                d.description(),
                d.longDescription(),
                d.fileMask(),
                d.transformationGroup(),
                d.transformationFamily(),
                d.inheritedFrom(),
                d.body(),
                d.inputQuery(),
                d.outputQuery(),
                d.parameters());
    }
}
