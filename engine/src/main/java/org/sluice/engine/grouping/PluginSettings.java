package org.sluice.engine.grouping;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * How a transformation wants its files grouped. Made by {@link #of}, which keeps to DIRAC's order of looking
 * parameters up.
 *
 * @param transformation its name, for messages
 * @param type the transformation's type, for example {@code Removal}
 * @param plugin the plugin's name
 * @param groupSize the shortest decimal of DIRAC's FLOAT column; files for some plugins, gigabytes (10⁹ bytes) for
 *     others
 * @param needsReplicas whether a file must have a known replica to be grouped; false for bodies that remove files
 * @param parameters the parameters in force: defaults, then defaults of the plugin, then the transformation's own
 */
public record PluginSettings(
        String transformation,
        String type,
        String plugin,
        BigDecimal groupSize,
        boolean needsReplicas,
        Map<String, String> parameters) {

    private static final String GROUP_SIZE = "GroupSize";
    private static final String MAX_WAIT = "MaxWait";

    public PluginSettings {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * The settings of a transformation. A parameter is looked up in the defaults, then in the plugin's defaults, then
     * in the transformation; the last that has it wins (DIRAC: {@code PluginUtilities.getPluginParam}).
     *
     * @param defaults the options of {@code /Operations/Defaults/TransformationPlugins}
     * @param pluginDefaults the options of {@code /Operations/Defaults/TransformationPlugins/<Plugin>}
     */
    public static PluginSettings of(
            TransformationDefinition definition, Map<String, String> defaults, Map<String, String> pluginDefaults) {
        Map<String, String> inForce = new LinkedHashMap<>(defaults);
        inForce.putAll(pluginDefaults);
        inForce.putAll(definition.parameters());
        return new PluginSettings(
                definition.name(),
                definition.type(),
                definition.plugin(),
                definition.groupSize(),
                !definition.removesFiles(),
                inForce);
    }

    /**
     * A parameter's text, absent where it is not set anywhere. An empty text counts as not set, so that a transformation
     * can take a default away.
     */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isBlank());
    }

    /**
     * A parameter's elements, in order: a JSON list ({@code ["A","B"]}), a Python list literal ({@code ['A', 'B']}) or
     * text separated by commas ({@code A, B}). Empty where it is not set, or {@code None}.
     *
     * @throws GroupingException when it looks like a list and is none
     */
    public List<String> listParameter(String name) {
        return parameter(name)
                .map(text -> ListParameter.parse(text)
                        .orElseThrow(() -> invalid(name, text, "a list such as [\"SE1\", \"SE2\"] or SE1, SE2")))
                .orElse(List.of());
    }

    /**
     * A parameter's whole number.
     *
     * @param least the smallest that is allowed
     * @throws GroupingException when it is not a whole number, or smaller, or above 2 147 483 647
     */
    public Optional<Integer> wholeParameter(String name, int least) {
        return parameter(name).map(text -> {
            try {
                int number = new BigDecimal(text.strip()).intValueExact();
                if (number >= least) {
                    return number;
                }
            } catch (ArithmeticException | NumberFormatException notWhole) {
                throw invalid(name, text, wholeNumber(least));
            }
            throw invalid(name, text, wholeNumber(least));
        });
    }

    /** {@code GroupBy}: the metadata name of which all files of a task have one value. */
    public Optional<String> groupBy() {
        return parameter("GroupBy").map(String::strip);
    }

    /**
     * {@code MaxWait}: how long a file waits at most for its group to be full.
     *
     * @throws GroupingException when it is no such time
     */
    public Optional<Duration> maxWait() {
        return parameter(MAX_WAIT).map(String::strip).map(text -> WaitingTime.parse(text)
                .orElseThrow(() -> invalid(MAX_WAIT, text, "a time such as 90 s, 15 min, 2 h or 3 d")));
    }

    /** The group size as a number of files: without its fraction, and at least 1. */
    public int filesPerTask() {
        BigDecimal most = BigDecimal.valueOf(Integer.MAX_VALUE);
        return groupSize.min(most).max(BigDecimal.ONE).intValue();
    }

    /** The same, with the group size that the parameters in force give, if they give one. */
    PluginSettings withGroupSizeOfParameters() {
        return parameter(GROUP_SIZE)
                .map(text -> new PluginSettings(transformation, type, plugin, number(text), needsReplicas, parameters))
                .orElse(this);
    }

    private BigDecimal number(String text) {
        try {
            return new BigDecimal(text.strip());
        } catch (NumberFormatException none) {
            throw invalid(GROUP_SIZE, text, "a number");
        }
    }

    private static String wholeNumber(int least) {
        return "a whole number of at least " + least;
    }

    /** What is to be mended, said of this transformation and its plugin. */
    GroupingException mistake(String whatAndHow) {
        return new GroupingException(
                "Transformation \"%s\", plugin %s: %s".formatted(transformation, plugin, whatAndHow));
    }

    private GroupingException invalid(String name, String found, String wanted) {
        return mistake("parameter %s must be %s; found \"%s\"".formatted(name, wanted, found));
    }
}
