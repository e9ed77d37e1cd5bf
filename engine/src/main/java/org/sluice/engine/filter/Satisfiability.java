package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sluice.engine.filter.Condition.AnyOf;
import org.sluice.engine.filter.Condition.Named;
import org.sluice.engine.filter.Condition.Query;
import org.sluice.engine.filter.Condition.Test;

/**
 * Whether conditions of two queries can hold for one file. Decided name by name: equality, lists, ranges, exclusions and
 * presence exactly; where it cannot be decided, the answer never is {@link Compatibility#NO}.
 */
final class Satisfiability {
    /** Names that every file has. */
    private static final Set<String> ALWAYS_THERE = Set.of("LFN", "Path", "FileName", "Name");
    /** The one name whose value is a list: other metadata have one value in DIRAC's catalogue. */
    private static final String LIST = "SE";

    private Satisfiability() {}

    static Compatibility ofBoth(Query one, Query other) {
        Map<String, List<Named>> byName = new LinkedHashMap<>();
        Compatibility answer = Compatibility.YES;
        for (Condition condition : Stream.of(one, other)
                .flatMap(query -> query.conditions().stream())
                .toList()) {
            if (condition instanceof Named named) {
                byName.computeIfAbsent(named.name(), name -> new ArrayList<>()).add(named);
            } else {
                boolean never =
                        condition instanceof AnyOf anyOf && anyOf.queries().isEmpty();
                answer = answer.and(never ? Compatibility.NO : Compatibility.MAYBE);
            }
        }
        for (Map.Entry<String, List<Named>> name : byName.entrySet()) {
            answer = answer.and(ofName(name.getKey(), name.getValue()));
        }
        return answer;
    }

    private static Compatibility ofName(String name, List<Named> conditions) {
        boolean absent = tests(conditions).anyMatch(test -> test instanceof Test.Presence p && !p.expected());
        boolean present = tests(conditions).anyMatch(test -> !(test instanceof Test.Presence p) || p.expected());
        if (absent) {
            return present || ALWAYS_THERE.contains(name) ? Compatibility.NO : Compatibility.YES;
        }
        Set<FieldType> types = conditions.stream()
                .filter(condition -> condition.tests().stream().anyMatch(Satisfiability::compares))
                .map(Named::type)
                .collect(Collectors.toSet());
        if (types.size() > 1) {
            return Compatibility.MAYBE;
        }
        FieldType type = types.stream().findFirst().orElse(FieldType.STRING);
        return name.equals(LIST)
                ? ofList(conditions, type)
                : OneValue.of(tests(conditions).toList(), type);
    }

    private static Stream<Test> tests(List<Named> conditions) {
        return conditions.stream().flatMap(condition -> condition.tests().stream());
    }

    private static boolean compares(Test test) {
        return !(test instanceof Test.Presence || test instanceof Test.Like);
    }

    /** Each condition may be met by another element of the list, while an exclusion is about all elements. */
    private static Compatibility ofList(List<Named> conditions, FieldType type) {
        List<Test> exclusions =
                tests(conditions).filter(Test.NoneOf.class::isInstance).toList();
        Compatibility answer = Compatibility.YES;
        for (Named condition : conditions) {
            List<Test> ofOneElement = new ArrayList<>(exclusions);
            ofOneElement.addAll(condition.tests());
            answer = answer.and(OneValue.of(ofOneElement, type));
        }
        return answer;
    }
}
