package org.sluice.engine.trigger;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
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
    private static final long NO_VERSION = -1;

    static Catalogue empty() {
        return new Catalogue(NO_VERSION, FilterIndex.scan(), Map.of(), Map.of(), 0);
    }

    /** See {@link TriggerTransaction#transformations()}; one that cannot be understood is left alone, and said so. */
    static Catalogue of(
            long version,
            List<Transformation> transformations,
            MetadataSchema schema,
            TriggerSettings settings,
            Plugins plugins) {
        FilterIndex filters = FilterIndex.scan();
        Map<Integer, Recipe> recipes = new HashMap<>();
        for (Transformation transformation : transformations) {
            try {
                Optional<MetaQuery> query =
                        transformation.definition().inputQuery().map(json -> MetaQuery.parse(json, schema));
                query.ifPresent(q -> filters.put(transformation.id(), q));
                recipes.put(transformation.id(), Recipe.of(transformation, query, settings, plugins));
            } catch (BadQueryException e) {
                LOG.error(
                        "transformation {} ({}) is left alone, its input query cannot be used: {}",
                        transformation.id(),
                        transformation.definition().name(),
                        e.getMessage());
            }
        }
        return new Catalogue(version, filters, Map.copyOf(recipes), maxWaits(recipes), settings.maxLineage());
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
