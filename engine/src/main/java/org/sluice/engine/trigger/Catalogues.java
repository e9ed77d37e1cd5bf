package org.sluice.engine.trigger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.transformation.Transformation;

/**
 * Keeps the catalogue of the latest registry version, so that a batch reads only the transformations that changed since; now
 * and then all of them, for what somebody wrote without a line in DIRAC's log.
 */
final class Catalogues {
    private static final Duration WHOLE_AFTER = Duration.ofMinutes(5);

    private final MetadataSchema schema;
    private final TriggerSettings settings;
    private final Plugins plugins;
    private final Clock clock;
    private volatile Read latest = new Read(Catalogue.empty(), Instant.MIN);

    /** @param whole when all transformations were read */
    private record Read(Catalogue catalogue, Instant whole) {}

    Catalogues(MetadataSchema schema, TriggerSettings settings, Plugins plugins, Clock clock) {
        this.schema = schema;
        this.settings = settings;
        this.plugins = plugins;
        this.clock = clock;
    }

    /** The catalogue of the version that this transaction holds. */
    Catalogue current(TriggerTransaction tx) {
        long version = tx.registryVersion();
        Read known = latest;
        if (known.catalogue().version() != version) {
            known = read(tx, known, version);
            latest = known;
        }
        return known.catalogue();
    }

    private Read read(TriggerTransaction tx, Read known, long version) {
        Catalogue before = known.catalogue();
        Instant now = clock.instant();
        // A version that goes back is that of a database that was restored.
        boolean isWhole = before.version() > version || known.whole().isBefore(now.minus(WHOLE_AFTER));
        Optional<Map<Integer, Optional<Transformation>>> changed =
                isWhole ? Optional.empty() : tx.transformationsSince(before.version());
        return changed.map(some -> new Read(before.at(version, some, schema, settings, plugins), known.whole()))
                .orElseGet(() -> new Read(before.at(version, all(tx, before), schema, settings, plugins), now));
    }

    /** Those that the catalogue knows and that are no more there are told of as well. */
    private static Map<Integer, Optional<Transformation>> all(TriggerTransaction tx, Catalogue before) {
        Map<Integer, Optional<Transformation>> all = new TreeMap<>();
        before.recipes().keySet().forEach(id -> all.put(id, Optional.empty()));
        all.putAll(tx.transformationsSince(TriggerTransaction.BEFORE_ALL).orElseThrow());
        return all;
    }
}
