package org.sluice.engine.trigger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.trigger.Batch.MatchedFile;

/**
 * Stops chains of transformations that feed themselves: a file that lies too deep ({@link Lineage}) is not given to any.
 */
final class LineageRule {
    private static final Logger LOG = LoggerFactory.getLogger(LineageRule.class);

    private final TriggerTransaction tx;
    private final int most;
    private final Map<String, MatchedFile> products = new HashMap<>();

    /** @param most how deep a file may lie */
    LineageRule(TriggerTransaction tx, int most, List<MatchedFile> matched) {
        this.tx = tx;
        this.most = most;
        matched.stream().filter(file -> !file.producers().isEmpty()).forEach(file -> products.put(file.lfn(), file));
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
        return product == null ? 0 : Lineage.depth(product.producers(), lineages);
    }

    private void refuse(Attachment one, int depth, Map<String, String> remarks) {
        String sentence =
                "Transformation " + one.transformationId() + " does not take it: " + Lineage.refusal(depth, most);
        LOG.warn("{}: {}", one.lfn(), sentence);
        MatchedFile product = products.get(one.lfn());
        if (product != null && !product.change().lastEventId().isEmpty()) {
            remarks.merge(product.change().lastEventId(), sentence, (first, next) -> first + "; " + next);
        }
    }
}
