package org.sluice.engine.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Writes the lines of an {@link Explanation}: every condition is evaluated, also behind one that failed. */
final class Explainer {
    private final TypedFacts facts;
    private final List<Explanation.Line> lines = new ArrayList<>();

    private Explainer(TypedFacts facts) {
        this.facts = facts;
    }

    static Explanation explain(Condition.Query query, FileFacts file) {
        Explainer explainer = new Explainer(new TypedFacts(file));
        query.conditions().forEach(explainer::add);
        return new Explanation(Evaluation.holds(query, explainer.facts), explainer.lines);
    }

    private void add(Condition condition) {
        if (condition instanceof Condition.Query query) {
            query.conditions().forEach(this::add);
        } else if (condition instanceof Condition.AnyOf anyOf) {
            addLine(anyOf, "one of " + anyOf.queries().size() + " queries", Optional.empty());
            anyOf.queries().forEach(this::add);
        } else if (condition instanceof Condition.Not not) {
            addLine(not, "the query does not hold", Optional.empty());
            add(not.query());
        } else if (condition instanceof Condition.Named named) {
            addLine(named, named.text(), facts.facts().value(named.name()));
        }
    }

    private void addLine(Condition condition, String text, Optional<JsonNode> value) {
        boolean held = Evaluation.holds(condition, facts);
        lines.add(new Explanation.Line(condition.place(), text, value, held, remark(condition)));
    }

    private Optional<String> remark(Condition condition) {
        if (!(condition instanceof Condition.Named)) {
            return Optional.empty();
        }
        String remarks = condition.comparedFields().stream()
                .flatMap(field -> facts.read(field).remark().stream())
                .collect(Collectors.joining("; "));
        return remarks.isEmpty() ? Optional.empty() : Optional.of(remarks);
    }
}
