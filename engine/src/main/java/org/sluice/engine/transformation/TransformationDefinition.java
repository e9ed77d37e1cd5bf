package org.sluice.engine.transformation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
 * @param unreadable which of its queries are stored in a form that cannot be read, each with the reason, by
 *     {@link #INPUT_QUERY} and {@link #OUTPUT_QUERY}. Such a query is empty here, no engine works with the
 *     transformation, and what is stored stays until the query is given anew or taken away
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
        Map<String, String> parameters,
        Map<String, String> unreadable) {
    /** So many decimal digits tell every two floats apart. */
    private static final int FLOAT_DIGITS = 9;

    /** The name of {@link #inputQuery}. */
    public static final String INPUT_QUERY = "InputMetaQuery";

    /** The name of {@link #outputQuery}. */
    public static final String OUTPUT_QUERY = "OutputMetaQuery";

    /** Used where no group size is given. */
    public static final BigDecimal DEFAULT_GROUP_SIZE = BigDecimal.TEN;

    public TransformationDefinition {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        unreadable = Collections.unmodifiableMap(new TreeMap<>(unreadable));
    }

    /**
     * Whether its tasks remove files from everywhere, so that a file's location does not matter; told by the body, as
     * DIRAC's TransformationAgent does.
     */
    public boolean removesFiles() {
        return body.contains("RemoveFile");
    }

    /**
     * The shortest decimal that is this value of a FLOAT column, without an exponent: {@code 0.1}, {@code 10}.
     *
     * @throws NumberFormatException when it is infinite or not a number
     */
    public static BigDecimal shortestDecimal(float column) {
        // Float.toString gives more digits than needed for some values before JDK 19.
        BigDecimal exact = new BigDecimal(column);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= FLOAT_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (shortest.floatValue() == column) {
                break;
            }
        }
        BigDecimal plain = shortest.stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    /** Whether matching files are attached to it. */
    public boolean takesFiles() {
        return TransformationStatus.takesFiles(status);
    }

    /** Whether files that are attached to it are grouped into tasks. */
    public boolean makesTasks() {
        return TransformationStatus.makesTasks(status);
    }

    /** The same with another status. */
    public TransformationDefinition withStatus(String otherStatus) {
        return with(otherStatus, inputQuery, outputQuery, unreadable);
    }

    /** The same without its {@code InputMetaQuery} or its {@code OutputMetaQuery}, whichever is named. */
    public TransformationDefinition withoutQuery(String name) {
        boolean input = name.equals(INPUT_QUERY);
        Map<String, String> others = new TreeMap<>(unreadable);
        others.remove(name);
        return with(status, input ? Optional.empty() : inputQuery, input ? outputQuery : Optional.empty(), others);
    }

    /** The same without queries, to be fed by hand only. */
    public TransformationDefinition withoutQueries() {
        return with(status, Optional.empty(), Optional.empty(), Map.of());
    }

    private TransformationDefinition with(
            String otherStatus,
            Optional<ObjectNode> otherInput,
            Optional<ObjectNode> otherOutput,
            Map<String, String> otherUnreadable) {
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
                otherInput,
                otherOutput,
                parameters,
                otherUnreadable);
    }
}
