package org.sluice.engine.trigger;

import java.math.BigDecimal;
import java.util.Map;
import org.sluice.engine.transformation.TransformationDefinition;

/** Variants of definitions. */
final class TransformationDefinitions {
    private TransformationDefinitions() {}

    static TransformationDefinition withMaxTasks(TransformationDefinition d, int maxTasks) {
        return with(d, d.groupSize(), maxTasks, d.parameters());
    }

    static TransformationDefinition withGroupSize(TransformationDefinition d, int groupSize) {
        return with(d, BigDecimal.valueOf(groupSize), d.maxNumberOfTasks(), d.parameters());
    }

    static TransformationDefinition withParameters(TransformationDefinition d, Map<String, String> parameters) {
        return with(d, d.groupSize(), d.maxNumberOfTasks(), parameters);
    }

    private static TransformationDefinition with(
            TransformationDefinition d, BigDecimal groupSize, int maxTasks, Map<String, String> parameters) {
        return new TransformationDefinition(
                d.name(),
                d.type(),
                d.plugin(),
                d.status(),
                d.agentType(),
                groupSize,
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
                parameters,
                Map.of());
    }
}
