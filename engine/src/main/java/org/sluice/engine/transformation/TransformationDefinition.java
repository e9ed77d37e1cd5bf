package org.sluice.engine.transformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a person writes to make a transformation; the names in files and tables are DIRAC's
 * ({@code TransformationName}, {@code Type}, …).
 *
 * @param groupSize as given, shortest decimal; 10 where it is not given
 * @param status {@code New} where it is not given
 * @param agentType {@code Automatic} where it is not given, since DIRAC's agents submit no others
 * @param maxNumberOfTasks above 0: no more tasks than that are made
 * @param inputQuery which files it takes; empty: it is fed by hand only
 * @param parameters further parameters by name
 */
public record TransformationDefinition(
        String name,
        String type,
        String plugin,
        String status,
        String agentType,
        BigDecimal groupSize,
        int maxNumberOfTasks,
        int eventsPerTask,
        String description,
        String longDescription,
        String fileMask,
        String transformationGroup,
        String transformationFamily,
        int inheritedFrom,
        String body,
        Optional<ObjectNode> inputQuery,
        Optional<ObjectNode> outputQuery,
        Map<String, String> parameters) {
    public TransformationDefinition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** The same with another status. */
    public TransformationDefinition withStatus(String otherStatus) {
        return new TransformationDefinition(
                name,
                type,
                plugin,
                otherStatus,
                agentType,
                groupSize,
                maxNumberOfTasks,
                eventsPerTask,
                description,
                longDescription,
                fileMask,
                transformationGroup,
                transformationFamily,
                inheritedFrom,
                body,
                inputQuery,
                outputQuery,
                parameters);
    }
}
