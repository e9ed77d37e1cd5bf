package org.sluice.persistence;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.store.TriggerStore;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.Trigger;
import org.sluice.engine.trigger.TriggerSettings;

/** Engines as a configuration makes them that says nothing of them. */
final class Triggers {
    static final TriggerSettings SETTINGS = settings(false);

    private Triggers() {}

    /** An engine that keeps no notices. */
    static Trigger over(TriggerStore store, Clock clock) {
        return over(store, clock, false);
    }

    static Trigger over(TriggerStore store, Clock clock, boolean notices) {
        return new Trigger(
                store,
                MetadataSchema.empty(),
                settings(notices),
                Plugins.load(Triggers.class.getClassLoader()),
                clock,
                BoundaryListener.none());
    }

    private static TriggerSettings settings(boolean notices) {
        return new TriggerSettings(Resources.none(), Map.of(), Map.of(), 10, 32, Duration.ofMinutes(1), notices);
    }

    /** An event as the codec gives it, of whose text nothing more is asked. */
    static Decoded.Accepted accepted(FileEvent event) {
        return new Decoded.Accepted(event, "{}".getBytes(StandardCharsets.UTF_8));
    }
}
