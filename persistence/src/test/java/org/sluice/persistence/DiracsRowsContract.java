package org.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.sluice.engine.store.StoreContract;
import org.sluice.engine.store.Stores;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationJson;

/** The registry over rows that DIRAC's clients wrote, and that Sluice's own would not have written so. */
abstract class DiracsRowsContract extends StoreContract {
    abstract TestDatabase database();

    @Override
    protected final Stores emptyStores() {
        return database().begin(clock);
    }

    final TransformationDefinition read(int id) {
        return registry().find(id).orElseThrow().definition();
    }

    final void set(int id, String name, String value) {
        registry().update(id, now -> TransformationJson.with(now, name, value), AUTHOR);
    }
}
