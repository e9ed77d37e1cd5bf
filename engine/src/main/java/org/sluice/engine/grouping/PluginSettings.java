package org.sluice.engine.grouping;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a transformation wants its files grouped.
 *
 * @param transformation its name, for messages
 * @param type the transformation's type, for example {@code Removal}
 * @param plugin the plugin's name
 * @param groupSize the shortest decimal of DIRAC's FLOAT column; files for some plugins, gigabytes for others
 * @param parameters the parameters in force: defaults, then defaults of the plugin, then the transformation's own
 */
public record PluginSettings(
        String transformation, String type, String plugin, BigDecimal groupSize, Map<String, String> parameters) {

    /** Used where a transformation gives no group size. */
    public static final BigDecimal DEFAULT_GROUP_SIZE = BigDecimal.TEN;

    public PluginSettings {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A parameter's text, absent where it is not set anywhere. */
    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }
}
