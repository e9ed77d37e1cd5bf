package org.sluice.routes.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

/**
 * A transformation of the campaign.
 *
 * @param wanted which files it should take, calculated without the engine
 * @param flushed whether its leftovers are flushed in the end
 */
record DemoTransformation(TransformationDefinition definition, Predicate<View> wanted, boolean flushed) {
    private static final String FLUSH_IN_THE_END = "demoFlush";

    /** The transformations of the file {@code transformations.json}, with what they should take. */
    static List<DemoTransformation> all() {
        Map<String, Predicate<View>> wanted = Wanted.byTransformation();
        List<DemoTransformation> all = new ArrayList<>();
        for (JsonNode json : file()) {
            boolean flushed = ((ObjectNode) json).remove(FLUSH_IN_THE_END) != null;
            TransformationDefinition definition = TransformationJson.read(json);
            all.add(new DemoTransformation(
                    definition, Objects.requireNonNull(wanted.get(definition.name()), definition::name), flushed));
        }
        return all;
    }

    private static JsonNode file() {
        try {
            return new JsonMapper().readTree(Resource.text("transformations.json"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("transformations.json in Sluice's own jar is damaged", e);
        }
    }
}
