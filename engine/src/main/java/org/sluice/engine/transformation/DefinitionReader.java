package org.sluice.engine.transformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the members of one transformation, each with its default. */
final class DefinitionReader {
    private static final String GROUP_SIZE = "GroupSize";
    private static final String PARAMETERS = "parameters";
    private static final List<String> INPUT_QUERY =
            List.of(TransformationDefinition.INPUT_QUERY, "inputMetaQuery", "query");
    private static final List<String> OUTPUT_QUERY = List.of(TransformationDefinition.OUTPUT_QUERY, "outputMetaQuery");
    /** Tells of queries that are missing in what was shown. */
    static final String UNREADABLE = "Unreadable";

    private static final List<String> COLUMNS = List.of(
            "TransformationName",
            "Type",
            "Plugin",
            GROUP_SIZE,
            "Status",
            "AgentType",
            "MaxNumberOfTasks",
            "EventsPerTask",
            "Description",
            "LongDescription",
            "FileMask",
            "TransformationGroup",
            "TransformationFamily",
            "InheritedFrom",
            "Body");
    private static final List<String> NUMBERS =
            List.of(GROUP_SIZE, "MaxNumberOfTasks", "EventsPerTask", "InheritedFrom");
    private static final List<String> GIVEN_BY_DATABASE = List.of(
            "TransformationID",
            "Author",
            "AuthorDN",
            "AuthorGroup",
            "CreationDate",
            "LastUpdate",
            "Files",
            "Tasks",
            "Quarantine",
            "PendingWork",
            UNREADABLE);
    private static final int LONGEST_EXCERPT = 60;

    /** What a new transformation is where nothing is said. */
    private static final TransformationDefinition DEFAULTS = new TransformationDefinition(
            "",
            "Simulation",
            "Standard",
            TransformationStatus.NEW.text(),
            "Automatic",
            TransformationDefinition.DEFAULT_GROUP_SIZE,
            0,
            0,
            "",
            "",
            "",
            "General",
            "0",
            0,
            "",
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of());

    /** What a name stands for. */
    enum Kind {
        TEXT,
        NUMBER,
        QUERY,
        PARAMETER
    }

    private final ObjectNode json;

    /** Refuses what is no object or has members that are not known. */
    DefinitionReader(JsonNode json, List<String> furtherMembers) {
        if (!(json instanceof ObjectNode object)) {
            throw new TransformationFormatException("A transformation is a JSON object {…}; found " + described(json));
        }
        this.json = object;
        List<String> known = new ArrayList<>(COLUMNS);
        known.addAll(INPUT_QUERY);
        known.addAll(OUTPUT_QUERY);
        known.addAll(GIVEN_BY_DATABASE);
        known.addAll(furtherMembers);
        known.add(PARAMETERS);
        object.fieldNames().forEachRemaining(member -> refuseUnknown(member, known));
        if (has(UNREADABLE)) {
            throw new TransformationFormatException(
                    "Where this was shown, a query could not be read, and it is missing here (\"%s\": %s). Give it, and leave \"%s\" out"
                            .formatted(UNREADABLE, object.get(UNREADABLE), UNREADABLE));
        }
    }

    /** The first of several names for the same member; the name itself otherwise. */
    static String canonical(String name) {
        if (INPUT_QUERY.contains(name)) {
            return INPUT_QUERY.get(0);
        }
        return OUTPUT_QUERY.contains(name) ? OUTPUT_QUERY.get(0) : name;
    }

    /**
     * What a canonical name stands for; anything that is no member is a parameter.
     *
     * @throws TransformationFormatException when only the database gives that member, or its letter case is wrong
     */
    static Kind kind(String name) {
        if (GIVEN_BY_DATABASE.contains(name)) {
            throw new TransformationFormatException(name + " is kept by Sluice and cannot be set");
        }
        if (COLUMNS.contains(name)) {
            return NUMBERS.contains(name) ? Kind.NUMBER : Kind.TEXT;
        }
        if (name.equals(INPUT_QUERY.get(0)) || name.equals(OUTPUT_QUERY.get(0))) {
            return Kind.QUERY;
        }
        COLUMNS.stream().filter(name::equalsIgnoreCase).findFirst().ifPresent(column -> {
            throw new TransformationFormatException("\"%s\" is written %s".formatted(name, column));
        });
        return Kind.PARAMETER;
    }

    TransformationDefinition definition() {
        return changed(DEFAULTS);
    }

    /** What the members say, and of what is absent what the old definition has, whether it could be read or not. */
    TransformationDefinition changed(TransformationDefinition old) {
        return new TransformationDefinition(
                text("TransformationName", old.name()),
                text("Type", old.type()),
                text("Plugin", old.plugin()),
                has("Status") ? status() : old.status(),
                text("AgentType", old.agentType()),
                groupSize(old.groupSize()),
                wholeNumber("MaxNumberOfTasks", old.maxNumberOfTasks()),
                wholeNumber("EventsPerTask", old.eventsPerTask()),
                text("Description", old.description()),
                text("LongDescription", old.longDescription()),
                text("FileMask", old.fileMask()),
                text("TransformationGroup", old.transformationGroup()),
                text("TransformationFamily", old.transformationFamily()),
                wholeNumber("InheritedFrom", old.inheritedFrom()),
                member("Body")
                        .map(body -> Columns.storable("Body", asText(body)))
                        .orElse(old.body()),
                query(INPUT_QUERY).or(old::inputQuery),
                query(OUTPUT_QUERY).or(old::outputQuery),
                parameters(old.parameters()),
                unreadable(old.unreadable()));
    }

    /** A query that is given takes the place of one that could not be read. */
    private Map<String, String> unreadable(Map<String, String> old) {
        Map<String, String> unreadable = new LinkedHashMap<>(old);
        query(INPUT_QUERY).ifPresent(given -> unreadable.remove(TransformationDefinition.INPUT_QUERY));
        query(OUTPUT_QUERY).ifPresent(given -> unreadable.remove(TransformationDefinition.OUTPUT_QUERY));
        return unreadable;
    }

    boolean has(String member) {
        return member(member).isPresent();
    }

    /** An object of whole numbers from 0. */
    Map<String, Long> counts(String member) {
        Map<String, Long> counts = new LinkedHashMap<>();
        object(member).ifPresent(object -> object.properties()
                .forEach(count -> counts.put(
                        count.getKey(), whole(member + "." + count.getKey(), count.getValue(), 0, Long.MAX_VALUE))));
        return counts;
    }

    private Optional<JsonNode> member(String name) {
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isNull());
    }

    private String text(String name, String ifAbsent) {
        return member(name)
                .map(value -> {
                    if (!value.isTextual()) {
                        throw wrongType(name, "text", value);
                    }
                    return Columns.fitting(name, value.textValue());
                })
                .orElse(ifAbsent);
    }

    private String status() {
        String status = text("Status", "");
        if (TransformationStatus.of(status).isEmpty()) {
            List<String> known = Arrays.stream(TransformationStatus.values())
                    .map(TransformationStatus::text)
                    .toList();
            throw new TransformationFormatException("Status \"%s\" is not known; did you mean \"%s\"? Known are %s"
                    .formatted(status, NearestName.of(status, known), String.join(", ", known)));
        }
        return status;
    }

    /** Whether a group size was given, among the parameters too. */
    boolean hasGroupSize() {
        return givenGroupSize().isPresent();
    }

    private BigDecimal groupSize(BigDecimal ifAbsent) {
        return givenGroupSize()
                .map(value -> {
                    BigDecimal number = number(value).orElseThrow(() -> wrongType(GROUP_SIZE, "a number", value));
                    float column = number.floatValue();
                    if (Float.isInfinite(column)) {
                        throw wrongType(GROUP_SIZE, "a number that a FLOAT column holds", value);
                    }
                    return TransformationDefinition.shortestDecimal(column);
                })
                .orElse(ifAbsent);
    }

    // It is a column, but plugins' parameters are looked up beside it, and so people write it among them.
    private Optional<JsonNode> givenGroupSize() {
        return member(GROUP_SIZE)
                .or(() -> object(PARAMETERS)
                        .map(parameters -> parameters.path(GROUP_SIZE))
                        .filter(value -> !value.isMissingNode() && !value.isNull()))
                .filter(value -> !(value.isTextual() && value.textValue().isBlank()));
    }

    /** A JSON number, or a text that is one. */
    private static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        try {
            return value.isTextual()
                    ? Optional.of(new BigDecimal(value.textValue().strip()))
                    : Optional.empty();
        } catch (NumberFormatException none) {
            return Optional.empty();
        }
    }

    private int wholeNumber(String name, int ifAbsent) {
        return member(name)
                .map(value -> (int) whole(name, value, Integer.MIN_VALUE, Integer.MAX_VALUE))
                .orElse(ifAbsent);
    }

    private static long whole(String name, JsonNode value, long least, long most) {
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            boolean inside =
                    number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
            if (inside && number.stripTrailingZeros().scale() <= 0) {
                return number.longValueExact();
            }
        }
        throw wrongType(name, "a whole number from %d to %d".formatted(least, most), value);
    }

    private Optional<ObjectNode> query(List<String> names) {
        List<String> given = names.stream().filter(this::has).toList();
        if (given.size() > 1) {
            throw new TransformationFormatException(
                    "%s are names for the same query; give one of them".formatted(String.join(" and ", given)));
        }
        return given.stream().findFirst().flatMap(this::object);
    }

    private Optional<ObjectNode> object(String name) {
        return member(name).map(value -> {
            if (value instanceof ObjectNode object) {
                return object;
            }
            throw wrongType(name, "an object {…}", value);
        });
    }

    private Map<String, String> parameters(Map<String, String> old) {
        Map<String, String> parameters = new LinkedHashMap<>(old);
        object(PARAMETERS).ifPresent(object -> object.properties().forEach(parameter -> {
            String name = Columns.parameterName(parameter.getKey());
            if (name.equals(GROUP_SIZE) || parameter.getValue().isNull()) {
                return;
            }
            if (COLUMNS.contains(name)) {
                throw new TransformationFormatException(
                        "parameters.%s: %s belongs beside \"parameters\", not inside".formatted(name, name));
            }
            parameters.put(name, Columns.storable("parameters." + name, asText(parameter.getValue())));
        }));
        return parameters;
    }

    private static String asText(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }

    private static void refuseUnknown(String member, List<String> known) {
        if (!known.contains(member)) {
            throw new TransformationFormatException(
                    "A transformation has no member \"%s\"; did you mean \"%s\"? A plugin's parameters go into \"parameters\""
                            .formatted(member, NearestName.of(member, known)));
        }
    }

    private static TransformationFormatException wrongType(String member, String wanted, JsonNode found) {
        return new TransformationFormatException("%s must be %s; found %s".formatted(member, wanted, described(found)));
    }

    private static String described(JsonNode value) {
        JsonNodeType type = value.getNodeType();
        if (type == JsonNodeType.MISSING) {
            return "nothing";
        }
        String text = value.toString();
        String excerpt = text.length() > LONGEST_EXCERPT ? text.substring(0, LONGEST_EXCERPT) + "…" : text;
        return "the %s %s".formatted(type.name().toLowerCase(Locale.ROOT), excerpt);
    }
}
