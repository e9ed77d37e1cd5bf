package org.sluice.engine.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;

/**
 * What a new definition changes, and what that asks of the engine; the one place where every adapter of the registry
 * takes it from.
 *
 * @param messages a line for the log for each changed field, in the words of DIRAC's log
 * @param looksAgain whether known files have to be looked through for such as match now
 * @param groups whether what waits is to be grouped, and a quarantine ends
 */
public record DefinitionChange(List<String> messages, boolean looksAgain, boolean groups) {
    public DefinitionChange {
        messages = List.copyOf(messages);
    }

    /** What a new transformation asks of the engine. */
    public static DefinitionChange creation(int id, TransformationDefinition created) {
        return new DefinitionChange(
                List.of("Transformation " + id + " created"),
                created.inputQuery().isPresent() && created.takesFiles(),
                created.makesTasks());
    }

    /**
     * The change from one definition to another.
     *
     * @throws RegistryException when the status cannot be changed so, with what is allowed
     */
    public static DefinitionChange between(TransformationDefinition old, TransformationDefinition changed) {
        TransformationStatus.refusal(old.status(), changed.status()).ifPresent(refusal -> {
            throw new RegistryException("transformation " + old.name() + " " + refusal + "; or create another one");
        });
        Lines lines = new Lines();
        lines.text("TransformationName", old.name(), changed.name());
        lines.text("Type", old.type(), changed.type());
        lines.text("Plugin", old.plugin(), changed.plugin());
        lines.text("Status", old.status(), changed.status());
        lines.text("AgentType", old.agentType(), changed.agentType());
        if (old.groupSize().compareTo(changed.groupSize()) != 0) {
            lines.updated("GroupSize", changed.groupSize().toPlainString());
        }
        lines.text("MaxNumberOfTasks", old.maxNumberOfTasks(), changed.maxNumberOfTasks());
        lines.text("EventsPerTask", old.eventsPerTask(), changed.eventsPerTask());
        lines.text("Description", old.description(), changed.description());
        lines.fact("LongDescription", old.longDescription(), changed.longDescription());
        lines.text("FileMask", old.fileMask(), changed.fileMask());
        lines.text("TransformationGroup", old.transformationGroup(), changed.transformationGroup());
        lines.text("TransformationFamily", old.transformationFamily(), changed.transformationFamily());
        lines.text("InheritedFrom", old.inheritedFrom(), changed.inheritedFrom());
        lines.fact("Body", old.body(), changed.body());
        boolean newQuery = changesInputQuery(old, changed);
        if (newQuery) {
            lines.query(TransformationDefinition.INPUT_QUERY, changed.inputQuery());
        }
        if (changesOutputQuery(old, changed)) {
            lines.query(TransformationDefinition.OUTPUT_QUERY, changed.outputQuery());
        }
        Set<String> names = new TreeSet<>(old.parameters().keySet());
        names.addAll(changed.parameters().keySet());
        names.forEach(name -> lines.parameter(
                name,
                Optional.ofNullable(old.parameters().get(name)),
                Optional.ofNullable(changed.parameters().get(name))));
        boolean reopened = !old.takesFiles() && changed.takesFiles();
        return new DefinitionChange(
                lines.lines,
                changed.inputQuery().isPresent() && changed.takesFiles() && (newQuery || reopened),
                changed.makesTasks());
    }

    /** Whether the query is another one, and not the same written otherwise. */
    public static boolean changesInputQuery(TransformationDefinition old, TransformationDefinition changed) {
        return !same(old.inputQuery(), changed.inputQuery())
                || isMended(TransformationDefinition.INPUT_QUERY, old, changed);
    }

    /** Like {@link #changesInputQuery}, of the output query. */
    public static boolean changesOutputQuery(TransformationDefinition old, TransformationDefinition changed) {
        return !same(old.outputQuery(), changed.outputQuery())
                || isMended(TransformationDefinition.OUTPUT_QUERY, old, changed);
    }

    /** Whether a query that could not be read is taken away, or given anew. */
    private static boolean isMended(String query, TransformationDefinition old, TransformationDefinition changed) {
        return old.unreadable().containsKey(query) && !changed.unreadable().containsKey(query);
    }

    /** A number that was stored may come back as another kind of node: 5 as an int or as a long. */
    private static boolean same(Optional<ObjectNode> old, Optional<ObjectNode> changed) {
        return old.isPresent() == changed.isPresent()
                && old.stream().allMatch(node -> node.equals(DefinitionChange::compare, changed.orElseThrow()));
    }

    private static int compare(JsonNode one, JsonNode other) {
        boolean equal = one.isNumber() && other.isNumber()
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
        return equal ? 0 : 1;
    }

    /** The lines for the log of a transformation that was cleaned; the first is DIRAC's. */
    public static final List<String> CLEANING_MESSAGES = List.of(
            "Transformation Cleaned", "Status updated to " + TransformationStatus.TRANSFORMATION_CLEANED.text());

    /**
     * What is left of a definition when the transformation is cleaned: all but its queries, as in DIRAC.
     *
     * @throws RegistryException when there is nothing to clean any more
     */
    public static TransformationDefinition cleaned(TransformationDefinition old) {
        String status = TransformationStatus.TRANSFORMATION_CLEANED.text();
        TransformationStatus.refusal(old.status(), status).ifPresent(refusal -> {
            throw new RegistryException("transformation " + old.name() + " " + refusal);
        });
        return old.withStatus(status).withoutQueries();
    }

    private static final class Lines {
        private final List<String> lines = new ArrayList<>();

        void updated(String name, Object value) {
            lines.add(name + " updated to " + value);
        }

        void text(String name, Object old, Object changed) {
            if (!old.equals(changed)) {
                updated(name, changed);
            }
        }

        /** For values too long to repeat. */
        void fact(String name, String old, String changed) {
            if (!old.equals(changed)) {
                lines.add(name + " updated");
            }
        }

        void query(String name, Optional<ObjectNode> changed) {
            changed.ifPresentOrElse(query -> updated(name, query), () -> lines.add(name + " removed"));
        }

        void parameter(String name, Optional<String> old, Optional<String> changed) {
            if (!old.equals(changed)) {
                changed.ifPresentOrElse(value -> updated(name, value), () -> lines.add(name + " removed"));
            }
        }
    }
}
