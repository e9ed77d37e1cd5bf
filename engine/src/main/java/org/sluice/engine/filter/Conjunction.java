package org.sluice.engine.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sluice.engine.filter.Condition.AnyOf;
import org.sluice.engine.filter.Condition.Named;
import org.sluice.engine.filter.Condition.Query;
import org.sluice.engine.filter.Condition.Test;
import org.sluice.engine.filter.Where.Place;

/** Conditions that together suffice for a filter to hold: one of the alternatives that its {@code $or} gives. Immutable. */
final class Conjunction {
    /** A filter of more alternatives keeps an {@code $or} as one condition. */
    static final int MAX_ALTERNATIVES = 32;

    private static final Shared<Condition> CONDITIONS = new Shared<>(1 << 12);
    private static final Shared<List<Condition>> LISTS = new Shared<>(1 << 12);

    private final int transformationId;
    private final List<Condition> conditions;

    /** Those of the conditions that {@link Bounds} cannot be certain of. */
    private final List<Condition> others;

    private final Place[] places;

    private Conjunction(int transformationId, List<Condition> conditions) {
        List<Place> all = new ArrayList<>();
        List<Condition> untold = new ArrayList<>();
        for (Condition condition : conditions) {
            Optional<Place> place = condition instanceof Named named ? Where.of(named) : Optional.empty();
            boolean first = place.isPresent()
                    && all.stream()
                            .noneMatch(one -> one.field().equals(place.get().field()));
            if (!first || !place.get().isToldByFloats()) {
                untold.add(condition);
            }
            place.ifPresent(all::add);
        }
        this.transformationId = transformationId;
        this.conditions = List.copyOf(conditions);
        this.others = untold.size() == conditions.size() ? this.conditions : LISTS.one(List.copyOf(untold));
        this.places = all.toArray(Place[]::new);
    }

    /** The filter holds when one of these does; what can be seen never to hold is left out. */
    static List<Conjunction> of(int transformationId, Query query) {
        List<Conjunction> conjunctions = new ArrayList<>();
        for (List<Condition> conditions : alternatives(query)) {
            Conjunction conjunction = new Conjunction(transformationId, conditions);
            if (conjunction.places().stream().noneMatch(Place::isNowhere)) {
                conjunctions.add(conjunction);
            }
        }
        return conjunctions;
    }

    private static List<List<Condition>> alternatives(Query query) {
        List<List<Condition>> result = List.of(List.of());
        for (Condition condition : query.conditions()) {
            List<List<Condition>> more =
                    List.of(List.of(condition instanceof Named ? CONDITIONS.one(condition) : condition));
            if (condition instanceof AnyOf anyOf) {
                List<List<Condition>> each = anyOf.queries().stream()
                        .flatMap(part -> alternatives(part).stream())
                        .toList();
                more = each.size() * result.size() <= MAX_ALTERNATIVES ? each : more;
            }
            result = product(result, more);
        }
        return result;
    }

    private static List<List<Condition>> product(List<List<Condition>> some, List<List<Condition>> more) {
        List<List<Condition>> product = new ArrayList<>();
        for (List<Condition> first : some) {
            for (List<Condition> second : more) {
                List<Condition> both = new ArrayList<>(first);
                both.addAll(second);
                product.add(both);
            }
        }
        return product;
    }

    int transformationId() {
        return transformationId;
    }

    List<Condition> conditions() {
        return conditions;
    }

    /** Those of them that remain to be asked where {@link Bounds} are certain of the conditions on numbers. */
    List<Condition> others() {
        return others;
    }

    /** The names that a file must have, in their order. */
    Set<String> neededNames() {
        Set<String> names = new TreeSet<>();
        for (Condition condition : conditions) {
            if (condition instanceof Named named && needsName(named)) {
                names.add(named.name());
            }
        }
        return names;
    }

    private static boolean needsName(Named condition) {
        return condition.tests().stream().anyMatch(test -> !(test instanceof Test.Presence p) || p.expected());
    }

    /** The fields for which it is known where their values must lie. */
    List<Place> places() {
        return List.of(places);
    }

    /** Where the values of a field must lie; of several conditions on it, what the first says. Null if none says it. */
    @Nullable
    Where where(Field field) {
        for (Place place : places) {
            if (place.field().equals(field)) {
                return place.where();
            }
        }
        return null;
    }
}
