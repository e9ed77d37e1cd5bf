package org.sluice.engine.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * Stops chains of transformations that feed themselves: a file that a transformation produced ({@code ProducedBy} in its
 * metadata: a transformation's id, or a list of them) lies one step deeper than the deepest file which that transformation
 * was given. See {@code docs/transformations.md}.
 */
final class LineageRule {
    private static final Logger LOG = LoggerFactory.getLogger(LineageRule.class);
    private static final String PRODUCED_BY = "ProducedBy";

    private final TriggerTransaction tx;
    private final int most;
    private final Map<String, MatchedFile> products = new HashMap<>();

    /** @param most how deep a file may lie */
    LineageRule(TriggerTransaction tx, int most, List<MatchedFile> matched) {
        this.tx = tx;
        this.most = most;
        matched.stream().filter(file -> !file.producers().isEmpty()).forEach(file -> products.put(file.lfn(), file));
    }

    /** The transformations that a file says have produced it. */
    static Set<Integer> producers(FileFacts facts) {
        Set<Integer> ids = new TreeSet<>();
        facts.value(PRODUCED_BY).ifPresent(value -> {
            add(value, ids);
            value.forEach(element -> add(element, ids));
        });
        return ids;
    }

    private static void add(JsonNode value, Set<Integer> ids) {
        int id = value.isNumber() || value.isTextual() ? value.asInt(0) : 0;
        if (id > 0) {
            ids.add(id);
        }
    }

    /** Those of the attachments that do not lie too deep; the transformations are locked, and their depth is noted. */
    List<Attachment> permitted(List<Attachment> wanted) {
        if (products.isEmpty() || wanted.isEmpty()) {
            return wanted;
        }
        Set<Integer> ids = new TreeSet<>();
        products.values().forEach(file -> ids.addAll(file.producers()));
        wanted.forEach(one -> ids.add(one.transformationId()));
        Map<Integer, Integer> lineages = tx.lineages(ids);
        Map<Integer, Integer> deeper = new TreeMap<>();
        Map<String, String> remarks = new HashMap<>();
        List<Attachment> permitted = new ArrayList<>();
        for (Attachment one : wanted) {
            int depth = depth(one.lfn(), lineages);
            if (depth > most) {
                refuse(one, depth, remarks);
            } else {
                permitted.add(one);
                if (depth > lineages.getOrDefault(one.transformationId(), 0)) {
                    deeper.merge(one.transformationId(), depth, Math::max);
                }
            }
        }
        if (!deeper.isEmpty()) {
            tx.noteLineages(deeper);
        }
        if (!remarks.isEmpty()) {
            tx.remark(remarks);
        }
        return permitted;
    }

    private int depth(String lfn, Map<Integer, Integer> lineages) {
        MatchedFile product = products.get(lfn);
        return product == null
                ? 0
                : 1
                        + product.producers().stream()
                                .mapToInt(id -> lineages.getOrDefault(id, 0))
                                .max()
                                .orElse(0);
    }

    private void refuse(Attachment one, int depth, Map<String, String> remarks) {
        String sentence = "Transformation " + one.transformationId() + " does not take it: " + depth
                + " transformations lie before it, more than MaxLineage (" + most
                + "). Do the transformations feed themselves? See sluice transformation graph";
        LOG.warn("{}: {}", one.lfn(), sentence);
        MatchedFile product = products.get(one.lfn());
        if (product != null && !product.change().lastEventId().isEmpty()) {
            remarks.merge(product.change().lastEventId(), sentence, (first, next) -> first + "; " + next);
        }
    }
}
