package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.engine.filter.Condition.Named;
import org.sluice.engine.filter.Condition.Order;
import org.sluice.engine.filter.Condition.Query;
import org.sluice.engine.filter.Condition.Test;

/** Reads a query's JSON into conditions; refuses what is wrong with the place and the reason. */
final class QueryParser {
    /** A query nested deeper is a mistake, and evaluation recurses. */
    static final int MAX_DEPTH = 32;

    private static final Map<String, Order> ORDERS =
            Map.of("<", Order.LESS, "<=", Order.LESS_OR_EQUAL, ">", Order.GREATER, ">=", Order.GREATER_OR_EQUAL);
    private static final String OPERATORS = "=, !=, <, <=, >, >=, in, nin, like, exists";

    private final MetadataSchema schema;

    QueryParser(MetadataSchema schema) {
        this.schema = schema;
    }

    Query parse(JsonNode query) {
        return query(query, "", 1);
    }

    private Query query(JsonNode json, String place, int depth) {
        if (!json.isObject()) {
            throw new BadQueryException(
                    place, "a query is a JSON object, name to condition; this is " + Texts.quote(json));
        }
        if (depth > MAX_DEPTH) {
            throw new BadQueryException(place, "queries are nested more than " + MAX_DEPTH + " deep");
        }
        List<Condition> conditions = new ArrayList<>();
        json.properties().forEach(part -> conditions.add(condition(part.getKey(), part.getValue(), place, depth)));
        return new Query(place, List.copyOf(conditions));
    }

    private Condition condition(String name, JsonNode json, String outer, int depth) {
        String place = outer.isEmpty() ? name : outer + "." + name;
        return switch (name) {
            case "$or" -> anyOf(json, place, depth);
            case "$not" -> new Condition.Not(place, query(json, place, depth + 1));
            default -> named(name, json, place);
        };
    }

    private Condition anyOf(JsonNode json, String place, int depth) {
        if (!json.isArray()) {
            throw new BadQueryException(place, "needs a list of queries; this is " + Texts.quote(json));
        }
        List<Query> queries = new ArrayList<>();
        for (JsonNode query : json) {
            queries.add(query(query, place + "[" + queries.size() + "]", depth + 1));
        }
        return new Condition.AnyOf(place, List.copyOf(queries));
    }

    private Named named(String name, JsonNode json, String place) {
        if (name.startsWith("$")) {
            throw new BadQueryException(place, "names that begin with $ are not allowed; there are $or and $not");
        }
        FieldType type = schema.typeOf(name).orElseGet(() -> inferredType(json));
        // Names are few, and they are compared for every file.
        return new Named(place, Field.of(name.intern(), type), List.copyOf(tests(json, type, place)), json.toString());
    }

    private static List<Test> tests(JsonNode json, FieldType type, String place) {
        if (json.isTextual() && json.textValue().equalsIgnoreCase("Any")) {
            return List.of(new Test.Presence(true));
        }
        if (json.isTextual() && json.textValue().equalsIgnoreCase("Missing")) {
            return List.of(new Test.Presence(false));
        }
        if (!json.isObject()) {
            return List.of(new Test.OneOf(operands(json, type, place)));
        }
        List<Test> tests = new ArrayList<>();
        json.properties()
                .forEach(part -> tests.add(test(part.getKey(), part.getValue(), type, place + "." + part.getKey())));
        return tests.isEmpty() ? List.of(new Test.Presence(true)) : tests;
    }

    private static Test test(String operator, JsonNode operand, FieldType type, String place) {
        Order order = ORDERS.get(operator);
        if (order != null) {
            if (operand.isArray()) {
                throw new BadQueryException(place, "an order operator needs one value, not a list");
            }
            return new Test.Ordered(order, operand(operand, type, place));
        }
        return switch (operator) {
            case "=" -> new Test.OneOf(operands(operand, type, place));
            case "!=" -> new Test.NoneOf(operands(operand, type, place));
            case "in" -> new Test.OneOf(operands(list(operand, place), type, place));
            case "nin" -> new Test.NoneOf(operands(list(operand, place), type, place));
            case "like" -> like(operand, place);
            case "exists" -> exists(operand, place);
            default -> throw new BadQueryException(place, "there is no such operator; the operators are " + OPERATORS);
        };
    }

    private static JsonNode list(JsonNode operand, String place) {
        if (!operand.isArray()) {
            throw new BadQueryException(place, "needs a list of values; this is " + Texts.quote(operand));
        }
        return operand;
    }

    private static Test like(JsonNode operand, String place) {
        if (!operand.isTextual()) {
            throw new BadQueryException(
                    place, "needs a text with *, ? or [abc], such as \"gamma*\"; this is " + Texts.quote(operand));
        }
        return new Test.Like(Glob.compile(operand.textValue()));
    }

    private static Test exists(JsonNode operand, String place) {
        if (!operand.isBoolean()) {
            throw new BadQueryException(place, "needs true or false; this is " + Texts.quote(operand));
        }
        return new Test.Presence(operand.booleanValue());
    }

    private static Set<Typed> operands(JsonNode json, FieldType type, String place) {
        if (!json.isArray()) {
            return Set.of(operand(json, type, place));
        }
        Set<Typed> operands = new LinkedHashSet<>();
        int position = 0;
        for (JsonNode element : json) {
            operands.add(operand(element, type, place + "[" + position++ + "]"));
        }
        return Set.copyOf(operands);
    }

    private static Typed operand(JsonNode json, FieldType type, String place) {
        if (json.isNull()) {
            throw new BadQueryException(
                    place, "null is not a value; to ask for an absent name write \"Missing\" as its condition");
        }
        if (!Texts.isScalar(json)) {
            throw new BadQueryException(place, "needs a text, number or boolean; this is " + Texts.quote(json));
        }
        Typed typed = Conversion.convert(json, type);
        // Lenient parsers make number nodes of NaN and Infinity, which JSON does not have and a database cannot give
        // back.
        boolean noJson = json.isFloatingPointNumber() && !json.isBigDecimal() && !Double.isFinite(json.doubleValue());
        if (typed == Typed.Special.UNREADABLE || noJson) {
            throw new BadQueryException(place, Texts.quote(json) + " is not " + type.description());
        }
        return typed;
    }

    /** Numbers if everything that the condition compares with is a JSON number, else strings. */
    private static FieldType inferredType(JsonNode condition) {
        List<JsonNode> compared = new ArrayList<>();
        if (condition.isObject()) {
            condition.properties().forEach(part -> {
                // Globs and exists compare with nothing, so they say nothing of the type.
                if (!part.getKey().equals("like") && !part.getKey().equals("exists")) {
                    addElements(part.getValue(), compared);
                }
            });
        } else {
            addElements(condition, compared);
        }
        boolean numeric = !compared.isEmpty() && compared.stream().allMatch(JsonNode::isNumber);
        return numeric ? FieldType.FLOAT : FieldType.STRING;
    }

    private static void addElements(JsonNode operand, List<JsonNode> to) {
        if (operand.isArray()) {
            operand.forEach(to::add);
        } else {
            to.add(operand);
        }
    }
}
