package org.sluice.engine.trigger;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.FilterIndex;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.GroupingException;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.Transformation;

/**
 * All transformations at one version of the registry, ready to match and to group.
 *
 * @param version the registry's version
 * @param filters from a file to the transformations whose query it satisfies
 * @param recipes how each transformation's files are grouped, by id
 * @param maxWaits how old groups may become, of the transformations that say it
 * @param maxLineage see {@link TriggerSettings}
 */
record Catalogue(
        long version,
        FilterIndex filters,
        Map<Integer, Recipe> recipes,
        Map<Integer, Duration> maxWaits,
        int maxLineage) {
    private static final Logger LOG = LoggerFactory.getLogger(Catalogue.class);

    static Catalogue empty() {
        return new Catalogue(TriggerTransaction.BEFORE_ALL, FilterIndex.indexed(), Map.of(), Map.of(), 0);
    }

    /**
     * The catalogue of a later version, which takes over what did not change. This one stays as it is: batches may be under
     * way with it.
     *
     * @param changed see {@link TriggerTransaction#transformationsSince}; one that cannot be understood is left alone, and
     *     said so
     */
    Catalogue at(
            long laterVersion,
            Map<Integer, Optional<Transformation>> changed,
            MetadataSchema schema,
            TriggerSettings settings,
            Plugins plugins) {
        Map<Integer, Recipe> now = new HashMap<>(recipes);
        now.keySet().removeAll(changed.keySet());
        changed.values().stream().flatMap(Optional::stream).forEach(transformation -> {
            try {
                Optional<MetaQuery> query = query(transformation, schema);
                now.put(transformation.id(), Recipe.of(transformation, query, settings, plugins));
            } catch (BadQueryException e) {
                LOG.error(
                        "transformation {} ({}) is left alone, its input query cannot be used: {}",
                        transformation.id(),
                        transformation.definition().name(),
                        e.getMessage());
            }
        });
        return new Catalogue(
                laterVersion, filtersOf(now, changed.keySet()), Map.copyOf(now), maxWaits(now), settings.maxLineage());
    }

    /** The very query of this version, where it is written the same. */
    private Optional<MetaQuery> query(Transformation transformation, MetadataSchema schema) {
        Optional<MetaQuery> known = recipe(transformation.id()).flatMap(Recipe::query);
        return transformation.definition().inputQuery().map(json -> known.filter(
                        query -> query.toString().equals(json.toString()))
                .orElseGet(() -> MetaQuery.parse(json, schema)));
    }

    private FilterIndex filtersOf(Map<Integer, Recipe> now, Set<Integer> changed) {
        FilterIndex index = filters.copy();
        Map<Integer, MetaQuery> others = new HashMap<>();
        for (Integer id : changed) {
            Optional<MetaQuery> query = queryOf(now, id);
            if (query.isEmpty()) {
                index.remove(id);
            }
            query.filter(one -> isNew(id, one)).ifPresent(one -> others.put(id, one));
        }
        index.putAll(others);
        return index;
    }

    private static Optional<MetaQuery> queryOf(Map<Integer, Recipe> recipes, int id) {
        return Optional.ofNullable(recipes.get(id)).flatMap(Recipe::query);
    }

    private boolean isNew(int id, MetaQuery query) {
        return queryOf(recipes, id).filter(known -> known == query).isEmpty();
    }

    /** One that says it wrongly is quarantined elsewhere. */
    private static Map<Integer, Duration> maxWaits(Map<Integer, Recipe> recipes) {
        Map<Integer, Duration> waits = new HashMap<>();
        recipes.forEach((id, recipe) -> {
            try {
                recipe.maxWait().ifPresent(wait -> waits.put(id, wait));
            } catch (GroupingException wrong) {
                LOG.debug("left to the first file that comes: {}", wrong.getMessage());
            }
        });
        return Map.copyOf(waits);
    }

    /** The transformations that group by a metadata name. */
    Set<Integer> groupedBy(String key) {
        return recipes.values().stream()
                .filter(recipe -> recipe.groupBy().filter(key::equals).isPresent())
                .map(Recipe::id)
                .collect(Collectors.toSet());
    }

    Optional<Recipe> recipe(int transformationId) {
        return Optional.ofNullable(recipes.get(transformationId));
    }
}
