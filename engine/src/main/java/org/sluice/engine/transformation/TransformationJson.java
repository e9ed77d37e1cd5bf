package org.sluice.engine.transformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.engine.json.StrictJson;
import org.sluice.engine.json.UnreadableJsonException;

/**
 * Transformations as JSON, with DIRAC's names ({@code TransformationName}, {@code Type}, …), in files, on the command
 * line and over HTTP.
 *
 * <p>Beside the columns of DIRAC's table there are {@code InputMetaQuery} (also {@code inputMetaQuery}, {@code query})
 * and {@code OutputMetaQuery} (also {@code outputMetaQuery}), objects, and {@code parameters}, an object whose values
 * are kept as text: strings as they are, others as their JSON text. {@code GroupSize} may be a text that is a number, and
 * may stand among the parameters where it does not stand beside them. Members that only the database gives
 * ({@code TransformationID}, {@code Author}, {@code CreationDate}, …) are read over, so that what was shown can be
 * created again. A member that is {@code null} is as good as absent.
 *
 * <p>Safe for any number of threads.
 */
public final class TransformationJson {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private TransformationJson() {}

    /**
     * A transformation to be planned with.
     *
     * @param groupSizeGiven whether {@code GroupSize} was there; otherwise the definition has the default
     * @param filesByUsedSe from {@code usedSE}: how many files each storage element was already given
     */
    public record Draft(TransformationDefinition definition, boolean groupSizeGiven, Map<String, Long> filesByUsedSe) {
        public Draft {
            filesByUsedSe = Map.copyOf(filesByUsedSe);
        }
    }

    /**
     * Reads a transformation that is to be created.
     *
     * @throws TransformationFormatException when it is malformed (with line and column), has an unknown member, a value
     *     of the wrong type, a text that its column cannot hold, or no name
     */
    public static TransformationDefinition read(String json) {
        return read(parse(json));
    }

    /** The same of a file's bytes, which must be UTF-8; a byte order mark is passed over. */
    public static TransformationDefinition read(byte[] utf8) {
        return read(parse(utf8));
    }

    /** The same of parsed JSON. */
    public static TransformationDefinition read(JsonNode json) {
        TransformationDefinition definition = new DefinitionReader(json, List.of()).definition();
        refuseNoName(definition);
        return definition;
    }

    /**
     * Reads a transformation for a dry run: its name may be missing (the name is then empty), and it may say in
     * {@code usedSE} what storage elements were already given.
     *
     * @throws TransformationFormatException as {@link #read(String)} does, but for the name
     */
    public static Draft readDraft(String json) {
        return readDraft(parse(json));
    }

    /** The same of a file's bytes, which must be UTF-8; a byte order mark is passed over. */
    public static Draft readDraft(byte[] utf8) {
        return readDraft(parse(utf8));
    }

    /** The same of parsed JSON. */
    public static Draft readDraft(JsonNode json) {
        DefinitionReader reader = new DefinitionReader(json, List.of("usedSE"));
        return new Draft(reader.definition(), reader.hasGroupSize(), reader.counts("usedSE"));
    }

    /** A transformation as the database has it, with the names that {@link #read(String)} takes. */
    public static ObjectNode write(Transformation transformation) {
        ObjectNode json = JSON.objectNode();
        Transformation.Author author = transformation.author();
        json.put("TransformationID", transformation.id());
        json.setAll(write(transformation.definition()));
        json.put("Author", author.name());
        json.put("AuthorDN", author.dn());
        json.put("AuthorGroup", author.group());
        json.put("CreationDate", transformation.creationDate().toString());
        json.put("LastUpdate", transformation.lastUpdate().toString());
        return json;
    }

    /**
     * What a person wrote, all members, defaults too. Queries that are stored in a form that cannot be read are told of in
     * {@code Unreadable}; the rest is no transformation that {@link #read(String)} takes then.
     */
    public static ObjectNode write(TransformationDefinition definition) {
        ObjectNode json = JSON.objectNode();
        json.put("TransformationName", definition.name());
        json.put("Type", definition.type());
        json.put("Plugin", definition.plugin());
        json.put("GroupSize", definition.groupSize());
        json.put("Status", definition.status());
        json.put("AgentType", definition.agentType());
        json.put("MaxNumberOfTasks", definition.maxNumberOfTasks());
        json.put("EventsPerTask", definition.eventsPerTask());
        json.put("Description", definition.description());
        json.put("LongDescription", definition.longDescription());
        json.put("FileMask", definition.fileMask());
        json.put("TransformationGroup", definition.transformationGroup());
        json.put("TransformationFamily", definition.transformationFamily());
        json.put("InheritedFrom", definition.inheritedFrom());
        json.put("Body", definition.body());
        definition.inputQuery().ifPresent(query -> json.set("InputMetaQuery", query.deepCopy()));
        definition.outputQuery().ifPresent(query -> json.set("OutputMetaQuery", query.deepCopy()));
        ObjectNode parameters = json.putObject("parameters");
        definition.parameters().forEach(parameters::put);
        if (!definition.unreadable().isEmpty()) {
            ObjectNode unreadable = json.putObject(DefinitionReader.UNREADABLE);
            definition.unreadable().forEach(unreadable::put);
        }
        return json;
    }

    /**
     * The definition with one member changed, given as text the way a command line does. A name that is no member is a
     * further parameter (as with DIRAC's {@code setTransformationParameter}); an empty text takes a query away. Only the
     * new value is looked at: the others may be such as only DIRAC would store.
     *
     * @throws TransformationFormatException when the member cannot have that value, or the name differs from that of a
     *     member, or of a parameter that is there, only in letter case
     */
    public static TransformationDefinition with(TransformationDefinition definition, String name, String text) {
        ObjectNode json = JSON.objectNode();
        String member = DefinitionReader.canonical(name);
        switch (DefinitionReader.kind(member)) {
            case TEXT -> json.put(member, text);
            case NUMBER -> json.set(member, number(text));
            case QUERY -> {
                if (text.isBlank()) {
                    return definition.withoutQuery(member);
                }
                json.set(member, parse(text));
            }
            case PARAMETER -> {
                refuseOtherLetterCase(definition, member);
                json.putObject("parameters").put(member, text);
            }
        }
        TransformationDefinition changed = new DefinitionReader(json, List.of()).changed(definition);
        if (json.has("TransformationName")) {
            refuseNoName(changed);
        }
        return changed;
    }

    /** DIRAC's table does not tell them apart. */
    private static void refuseOtherLetterCase(TransformationDefinition definition, String parameter) {
        Set<String> known = definition.parameters().keySet();
        if (!known.contains(parameter)) {
            known.stream().filter(parameter::equalsIgnoreCase).findFirst().ifPresent(written -> {
                throw new TransformationFormatException("\"%s\" is written %s".formatted(parameter, written));
            });
        }
    }

    private static void refuseNoName(TransformationDefinition definition) {
        if (definition.name().isBlank()) {
            throw new TransformationFormatException("A transformation needs a TransformationName");
        }
    }

    private static JsonNode number(String text) {
        try {
            return JSON.numberNode(new BigDecimal(text.strip()));
        } catch (NumberFormatException none) {
            // The reader says what was wanted and what was found.
            return JSON.textNode(text);
        }
    }

    private static JsonNode parse(byte[] utf8) {
        try {
            return StrictJson.read(StrictJson.decode(utf8));
        } catch (UnreadableJsonException e) {
            throw unreadable(e);
        }
    }

    private static JsonNode parse(String json) {
        try {
            return StrictJson.read(json);
        } catch (UnreadableJsonException e) {
            throw unreadable(e);
        }
    }

    private static TransformationFormatException unreadable(UnreadableJsonException e) {
        return new TransformationFormatException(
                "Line %d, column %d: %s".formatted(e.line(), e.column(), e.getMessage()));
    }
}
