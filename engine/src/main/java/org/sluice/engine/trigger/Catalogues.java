package org.sluice.engine.trigger;

import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.TriggerTransaction;

/** Keeps the catalogue of the latest registry version, so that a batch reads only the transformations that changed since. */
final class Catalogues {
    private final MetadataSchema schema;
    private final TriggerSettings settings;
    private final Plugins plugins;
    private volatile Catalogue latest;

    Catalogues(MetadataSchema schema, TriggerSettings settings, Plugins plugins) {
        this.schema = schema;
        this.settings = settings;
        this.plugins = plugins;
        this.latest = Catalogue.empty();
    }

    /** The catalogue of the version that this transaction holds. */
    Catalogue current(TriggerTransaction tx) {
        long version = tx.registryVersion();
        Catalogue known = latest;
        if (known.version() != version) {
            // A version that goes back is that of a database that was restored.
            Catalogue base = known.version() < version ? known : Catalogue.empty();
            known = base.at(version, tx.transformationsSince(base.version()), schema, settings, plugins);
            latest = known;
        }
        return known;
    }
}
