package org.sluice.routes.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.sluice.engine.grouping.GroupingException;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * Values of a transformation with which its files could never be grouped. Not asked when a definition is read: clients of
 * DIRAC's may have written such values, and what they wrote must be shown, and can be changed bit by bit.
 */
final class ValueRules {
    private static final List<Rule> RULES = List.of(
            new Rule(
                    "GroupSize",
                    "a number of at least 0",
                    definition -> definition.groupSize().toPlainString(),
                    definition -> definition.groupSize().signum() >= 0),
            new Rule(
                    "MaxNumberOfTasks",
                    "a whole number of at least 0, where 0 is no limit",
                    definition -> Integer.toString(definition.maxNumberOfTasks()),
                    definition -> definition.maxNumberOfTasks() >= 0),
            new Rule(
                    "MaxWait",
                    "a time such as 90 s, 15 min, 2 h or 3 d",
                    definition -> definition.parameters().getOrDefault("MaxWait", ""),
                    ValueRules::hasUsableMaxWait));

    private ValueRules() {}

    private record Rule(
            String name,
            String wanted,
            Function<TransformationDefinition, String> value,
            Predicate<TransformationDefinition> holds) {}

    /**
     * Checks the values that are not as they were before.
     *
     * @throws CommandFailedException naming the transformation, the parameter, its value and what is expected
     */
    static void check(Optional<TransformationDefinition> before, TransformationDefinition definition) {
        for (Rule rule : RULES) {
            String value = rule.value.apply(definition);
            boolean isNew = before.map(rule.value).filter(value::equals).isEmpty();
            if (isNew && !rule.holds.test(definition)) {
                throw new CommandFailedException("transformation %s: %s must be %s; found \"%s\""
                        .formatted(definition.name(), rule.name, rule.wanted, value));
            }
        }
    }

    private static boolean hasUsableMaxWait(TransformationDefinition definition) {
        try {
            PluginSettings.of(definition, Map.of(), Map.of()).maxWait();
            return true;
        } catch (GroupingException none) {
            return false;
        }
    }
}
