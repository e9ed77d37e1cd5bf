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

/** Keeps the catalogue of the latest registry version, so that a batch reads only the transformations that changed since. */
final class Catalogues {
    private static final Duration ALL_AFTER = Duration.ofMinutes(5);

    private final MetadataSchema schema;
    private final TriggerSettings settings;
    private final Plugins plugins;
    private final Clock clock;
    private volatile Read latest = new Read(Catalogue.empty(), Instant.EPOCH, TriggerTransaction.BEFORE_ALL);

    /**
     * @param allRead when all transformations were read
     * @param versionThen the registry's version then
     */
    private record Read(Catalogue catalogue, Instant allRead, long versionThen) {}

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
            Catalogue before = known.catalogue();
            // A version that goes back is that of a database that was restored.
            boolean isLater = before.version() != TriggerTransaction.BEFORE_ALL && before.version() < version;
            Optional<Map<Integer, Optional<Transformation>>> changed =
                    isLater ? tx.transformationsSince(before.version()) : Optional.empty();
            if (changed.isEmpty()) {
                return readAll(tx);
            }
            known = new Read(
                    before.at(version, changed.get(), schema, settings, plugins), known.allRead(), known.versionThen());
            latest = known;
        }
        return known.catalogue();
    }

    /**
     * The same, but where there were changes it reads all transformations every five minutes, for what somebody mended without
     * telling: not for batches, for which live events wait.
     */
    Catalogue currentAndMended(TriggerTransaction tx) {
        Read known = latest;
        boolean isDue = known.versionThen() != tx.registryVersion()
                && known.allRead().isBefore(clock.instant().minus(ALL_AFTER));
        return isDue ? readAll(tx) : current(tx);
    }

    private Catalogue readAll(TriggerTransaction tx) {
        Catalogue before = latest.catalogue();
        long version = tx.registryVersion();
        Catalogue all = before.at(version, all(tx, before), schema, settings, plugins);
        latest = new Read(all, clock.instant(), version);
        return all;
    }

    /** Those that the catalogue knows and that are no more there are told of as well. */
    private static Map<Integer, Optional<Transformation>> all(TriggerTransaction tx, Catalogue before) {
        Map<Integer, Optional<Transformation>> all = new TreeMap<>();
        before.recipes().keySet().forEach(id -> all.put(id, Optional.empty()));
        all.putAll(tx.transformationsSince(TriggerTransaction.BEFORE_ALL).orElseThrow());
        return all;
    }
}
