package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Meta queries as DIRAC's table {@code TransformationMetaQueries} keeps them, one row a name.
 *
 * <p>DIRAC's TransformationDB writes texts and whole numbers as they are, lists of them joined by {@code ;;;}, and anything with
 * operators as a Python literal. Its reader splits whatever contains {@code ;;;}, so a list of one comes back as no list, and its
 * writer drops what Python takes for false. Here only what that reader gives back unchanged is written in its short forms;
 * everything else, {@code $or} and {@code $not} too, is a literal, in ASCII and without {@code ;;;}, that both DIRAC's
 * {@code eval} and {@code ast.literal_eval} read.
 *
 * <p>A query that rows by name cannot hold (no names at all, a name that is too long, names that the column's collation does not tell
 * apart) is one row named {@code $query} with the literal of it all. DIRAC's table cannot hold these in any form of its own.
 *
 * <p>{@code read(write(query))} equals the query, given that its JSON was read as {@link MetaQuery} asks for.
 */
public final class StoredQueries {
    private static final String STRING = "String";
    private static final String INTEGER = "Integer";
    private static final String DICT = "Dict";
    private static final String WHOLE_QUERY = "$query";
    private static final String SEPARATOR = ";;;";

    /** The size of a TEXT column. */
    private static final int MAX_VALUE_BYTES = 65_535;

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d{1,4000}");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StoredQueries() {}

    /**
     * The rows of a query, in the query's order. The query is taken as valid; what it means is not looked at.
     *
     * @throws BadQueryException if it is no JSON object, contains what JSON cannot express (NaN), is nested too deep, or has a
     *     condition whose stored form exceeds the 65,535 bytes of the column
     */
    public static List<StoredCondition> write(JsonNode query) throws BadQueryException {
        if (!query.isObject()) {
            throw new BadQueryException(
                    "", "a query is a JSON object, name to condition; this is " + Texts.quote(query));
        }
        List<String> names = new ArrayList<>();
        query.fieldNames().forEachRemaining(names::add);
        if (!StoredNames.fitTheTable(names)) {
            return List.of(literal(WHOLE_QUERY, query));
        }
        return names.stream().map(name -> row(name, query.get(name))).toList();
    }

    /**
     * The query that these rows hold, written by Sluice or by DIRAC; no rows give the empty object. Numbers come as a JSON parser
     * gives them: the smallest node for whole numbers, exact decimals for others. The result is not checked as a query yet.
     *
     * @throws BadQueryException if a row cannot be read; the place is the row's name, the reason says what is wrong with its value
     */
    public static ObjectNode read(List<StoredCondition> rows) throws BadQueryException {
        ObjectNode query = JSON.objectNode();
        for (StoredCondition row : rows) {
            JsonNode value = value(row);
            if (row.name().equals(WHOLE_QUERY)) {
                return wholeQuery(rows, value);
            }
            if (query.has(row.name())) {
                throw new BadQueryException(row.name(), "has two rows in TransformationMetaQueries");
            }
            query.set(row.name(), value);
        }
        return query;
    }

    private static ObjectNode wholeQuery(List<StoredCondition> rows, JsonNode value) {
        if (rows.size() > 1 || !(value instanceof ObjectNode query)) {
            throw new BadQueryException(
                    WHOLE_QUERY, "the row of this name in TransformationMetaQueries has to be alone, and a dict");
        }
        return query;
    }

    private static StoredCondition row(String name, JsonNode value) {
        return shortForm(name, value)
                .filter(row -> isGivenBack(row, value))
                .map(StoredQueries::checked)
                .orElseGet(() -> literal(name, value));
    }

    /** What DIRAC would write, where it has a form for such a value at all. */
    private static Optional<StoredCondition> shortForm(String name, JsonNode value) {
        List<JsonNode> elements = value.isArray()
                ? StreamSupport.stream(value.spliterator(), false).toList()
                : List.of(value);
        if (elements.isEmpty()) {
            return Optional.empty();
        }
        String joined = elements.stream().map(JsonNode::asText).collect(Collectors.joining(SEPARATOR));
        if (elements.stream().allMatch(JsonNode::isTextual)) {
            return Optional.of(new StoredCondition(name, joined, STRING));
        }
        boolean whole = elements.stream().allMatch(JsonNode::isIntegralNumber);
        return whole ? Optional.of(new StoredCondition(name, joined, INTEGER)) : Optional.empty();
    }

    private static boolean isGivenBack(StoredCondition row, JsonNode value) {
        // DIRAC takes what Python holds for false as no condition.
        boolean dropped = row.value().isEmpty()
                || (value.isIntegralNumber() && value.asText().equals("0"));
        // By their JSON, since nodes of different kinds are never equal and callers may have made theirs otherwise.
        return !dropped
                && StoredNames.isStorable(row.value())
                && value(row).toString().equals(value.toString());
    }

    private static StoredCondition literal(String name, JsonNode value) {
        try {
            return checked(new StoredCondition(name, PythonLiteral.write(value), DICT));
        } catch (PythonLiteral.NoLiteralException e) {
            throw new BadQueryException(name, e.getMessage());
        }
    }

    private static StoredCondition checked(StoredCondition row) {
        int bytes = row.value().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_VALUE_BYTES) {
            throw new BadQueryException(
                    row.name(),
                    "takes " + bytes + " bytes in TransformationMetaQueries, which holds " + MAX_VALUE_BYTES
                            + ": the condition has to be shorter");
        }
        return row;
    }

    private static JsonNode value(StoredCondition row) {
        return switch (row.type()) {
            case STRING -> split(row, JSON::textNode);
            case INTEGER -> split(row, text -> wholeNumber(row, text));
            case DICT -> dict(row);
            default ->
                throw new BadQueryException(
                        row.name(),
                        "its row in TransformationMetaQueries has the type " + Texts.cut(row.type())
                                + "; known are String, Integer and Dict");
        };
    }

    private static JsonNode split(StoredCondition row, Function<String, JsonNode> toNode) {
        if (!row.value().contains(SEPARATOR)) {
            return toNode.apply(row.value());
        }
        ArrayNode list = JSON.arrayNode();
        for (String element : row.value().split(SEPARATOR, -1)) {
            list.add(toNode.apply(element));
        }
        return list;
    }

    private static JsonNode wholeNumber(StoredCondition row, String text) {
        if (!WHOLE_NUMBER.matcher(text.strip()).matches()) {
            throw new BadQueryException(
                    row.name(),
                    "its row in TransformationMetaQueries has the type Integer, but \"" + Texts.cut(text)
                            + "\" is not a whole number");
        }
        return PythonLiteral.wholeNumber(new BigInteger(text.strip()));
    }

    private static JsonNode dict(StoredCondition row) {
        try {
            return PythonLiteral.read(row.value());
        } catch (PythonLiteral.NoLiteralException e) {
            throw new BadQueryException(
                    row.name(),
                    "its row in TransformationMetaQueries is not a Python literal that a query can hold: "
                            + e.getMessage());
        }
    }
}
