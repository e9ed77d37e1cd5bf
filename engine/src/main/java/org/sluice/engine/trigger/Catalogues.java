package org.sluice.engine.trigger;

import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.store.TriggerTransaction;

/** Keeps the catalogue of the latest registry version, so that a batch reads the transformations only after a change. */
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
            known = known.at(version, tx.transformations(), schema, settings, plugins);
            latest = known;
        }
        return known;
    }
}
