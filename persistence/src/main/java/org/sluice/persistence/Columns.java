package org.sluice.persistence;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.sluice.engine.store.RegistryException;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

/** What DIRAC's columns can hold of a definition, told to the person before the database refuses or cuts it. */
final class Columns {
    private static final int TEXT_BYTES = 65_535;

    private Columns() {}

    /** @throws RegistryException naming the first field that does not fit, and how much would */
    static void check(TransformationDefinition definition, Author author) {
        text("TransformationName", definition.name(), 255);
        text("Type", definition.type(), 32);
        text("Plugin", definition.plugin(), 32);
        text("Status", definition.status(), 32);
        text("AgentType", definition.agentType(), 32);
        text("Description", definition.description(), 255);
        text("FileMask", definition.fileMask(), 255);
        text("TransformationGroup", definition.transformationGroup(), 255);
        text("TransformationFamily", definition.transformationFamily(), 64);
        text("LongDescription", definition.longDescription(), Integer.MAX_VALUE);
        text("Body", definition.body(), Integer.MAX_VALUE);
        text("Author", author.name(), 255);
        text("AuthorDN", author.dn(), 255);
        text("AuthorGroup", author.group(), 255);
        int bytes = definition.longDescription().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > TEXT_BYTES) {
            throw new RegistryException("LongDescription has " + bytes + " bytes, its column holds " + TEXT_BYTES);
        }
        if (Float.isInfinite(definition.groupSize().floatValue())) {
            throw new RegistryException("GroupSize " + definition.groupSize() + " is more than its column holds");
        }
        for (Map.Entry<String, String> parameter : definition.parameters().entrySet()) {
            text("the name of parameter " + parameter.getKey(), parameter.getKey(), 32);
            text("parameter " + parameter.getKey(), parameter.getValue(), Integer.MAX_VALUE);
        }
    }

    private static void text(String field, String value, int width) {
        if (value.length() > width) {
            throw new RegistryException(
                    field + " has " + value.length() + " characters, its column holds " + width + "; shorten it");
        }
        value.codePoints().filter(c -> !Narrow.holds(c)).findFirst().ifPresent(c -> {
            throw new RegistryException(
                    "%s has the character U+%04X, which its column (utf8mb3) cannot hold; leave it out"
                            .formatted(field, c));
        });
    }
}
