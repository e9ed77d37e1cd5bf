package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.filter.Divider.ByCondition;
import org.sluice.engine.filter.Divider.ByOrder;
import org.sluice.engine.filter.Divider.ByValue;
import org.sluice.engine.filter.Where.Place;

/** Finds what divides crowded conjunctions best: after what a file is expected to meet the fewest of them. */
final class Crowd {
    /** More would tell little more. */
    private static final int SAMPLE = 256;

    /** The rest will be divided by other names. */
    private static final double REST = 0.75;

    /** A division that leaves more than this part of the cost is not worth its memory. */
    private static final double WORTHWHILE = 0.75;

    /** With a division that leaves less than this part of the cost, equal conditions are not looked for. */
    private static final double GOOD = 0.25;

    /** How many cuts are tried: many where ranges are narrow, few where they are wide. */
    private static final int[] CUTS = {63, 15, 3};

    private final List<Conjunction> sample;
    private final Region region;
    private final int[] placesLeft;
    private @Nullable Divider best;
    private double least;

    private Crowd(List<Conjunction> conjunctions, Region region) {
        this.region = region;
        this.sample = sampleOf(conjunctions);
        this.placesLeft = sample.stream().mapToInt(region::placesLeft).toArray();
        this.least = WORTHWHILE * sample.size();
    }

    /** What divides these best, or empty if they are not crowded or nothing is worth it. */
    static Optional<Divider> best(List<Conjunction> conjunctions, Region region) {
        if (!Node.isCrowded(conjunctions) || region.depth() >= Region.DEEPEST) {
            return Optional.empty();
        }
        Crowd crowd = new Crowd(conjunctions, region);
        crowd.fields().forEach(crowd::tryField);
        crowd.tryConditions();
        return Optional.ofNullable(crowd.best);
    }

    private static List<Conjunction> sampleOf(List<Conjunction> conjunctions) {
        if (conjunctions.size() <= SAMPLE) {
            return conjunctions;
        }
        List<Conjunction> sample = new ArrayList<>();
        for (int i = 0; i < SAMPLE; i++) {
            sample.add(conjunctions.get((int) ((long) i * conjunctions.size() / SAMPLE)));
        }
        return sample;
    }

    private Set<Field> fields() {
        Set<Field> fields = new LinkedHashSet<>();
        for (Conjunction conjunction : sample) {
            for (Place place : conjunction.places()) {
                fields.add(place.field());
            }
        }
        return fields;
    }

    private void tryField(Field field) {
        List<Typed> bounds = new ArrayList<>();
        boolean points = false;
        boolean several = false;
        for (Conjunction conjunction : sample) {
            Where where = conjunction.where(field);
            points |= where instanceof Where.OneOf;
            several |= where instanceof Where.Between
                    || (where instanceof Where.OneOf list && list.points().size() > 1);
            addBounds(where, field, bounds);
        }
        int depth = region.depthByValue(field);
        if (points && depth < ByValue.DEPTHS) {
            tryDivider(new ByValue(field, depth));
        }
        if (several || depth == ByValue.DEPTHS) {
            tryCuts(field, bounds);
        }
    }

    private void addBounds(@Nullable Where where, Field field, List<Typed> bounds) {
        if (where instanceof Where.OneOf oneOf) {
            oneOf.points().stream().filter(point -> region.admits(field, point)).forEach(bounds::add);
        } else if (where instanceof Where.Between between) {
            addBound(between.low(), field, bounds);
            addBound(between.high(), field, bounds);
        }
    }

    private void addBound(@Nullable Typed bound, Field field, List<Typed> bounds) {
        if (bound != null && region.admits(field, bound)) {
            bounds.add(bound);
        }
    }

    private void tryCuts(Field field, List<Typed> bounds) {
        bounds.sort(Typed::compare);
        for (int number : CUTS) {
            if (number > bounds.size()) {
                continue;
            }
            Set<Typed> cuts = new TreeSet<>(Typed::compare);
            for (int i = 1; i <= number; i++) {
                cuts.add(bounds.get((int) ((long) i * bounds.size() / (number + 1))));
            }
            if (!cuts.isEmpty()) {
                tryDivider(new ByOrder(field, cuts));
            }
        }
    }

    private void tryDivider(Divider divider) {
        int[] sizes = new int[Divider.MAX_CELLS];
        int rest = 0;
        for (int i = 0; i < sample.size(); i++) {
            long cells = divider.cellsOf(sample.get(i), region);
            cells = Long.bitCount(cells) <= placesLeft[i] ? cells : 0;
            rest += cells == 0 ? 1 : 0;
            for (long left = cells; left != 0; left &= left - 1) {
                sizes[Long.numberOfTrailingZeros(left)]++;
            }
        }
        long places = 0;
        double squares = 0;
        for (int size : sizes) {
            places += size;
            squares += (double) size * size;
        }
        if (places > 0) {
            // Files come where filters are. Several places for one conjunction must be worth their memory.
            double copies = (double) places / (sample.size() - rest);
            offer(divider, REST * rest + squares / places * Math.sqrt(copies));
        }
    }

    /** Conditions of one name at a time (or of none: {@code $or}, {@code $not}), the most frequent. */
    private void tryConditions() {
        if (least < GOOD * sample.size()) {
            return;
        }
        Map<String, Map<Condition, Integer>> byName = new LinkedHashMap<>();
        for (Conjunction conjunction : sample) {
            for (Condition condition : conjunction.conditions()) {
                if (!region.implies(condition)) {
                    String name = condition instanceof Condition.Named named ? named.name() : "";
                    byName.computeIfAbsent(name, key -> new HashMap<>()).merge(condition, 1, Integer::sum);
                }
            }
        }
        byName.values().forEach(this::tryConditions);
    }

    private void tryConditions(Map<Condition, Integer> counts) {
        List<Condition> conditions = counts.keySet().stream()
                .sorted(Collections.reverseOrder(Comparator.comparing(counts::get)))
                .limit(Divider.MAX_CELLS)
                .toList();
        int covered = conditions.stream().mapToInt(counts::get).sum();
        // Each is asked itself; that one holds for a file is as likely as not.
        offer(
                new ByCondition(conditions),
                conditions.size() + covered / 2.0 + REST * Math.max(0, sample.size() - covered));
    }

    private void offer(Divider divider, double cost) {
        if (cost < least) {
            best = divider;
            least = cost;
        }
    }
}
