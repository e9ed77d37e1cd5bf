package org.sluice.routes.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.store.memory.MemoryStore;
import org.sluice.engine.trigger.BoundaryListener;
import org.sluice.engine.trigger.Trigger;
import org.sluice.engine.trigger.TriggerSettings;
import org.sluice.persistence.OutsideWork;

class BesideDiracTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Deque<OutsideWork> found = new ArrayDeque<>();
    private final BesideDirac beside = new BesideDirac(
            new Trigger(
                    new MemoryStore(),
                    MetadataSchema.empty(),
                    new TriggerSettings(Resources.none(), Map.of(), Map.of(), 10, 32, Duration.ofMinutes(1), false),
                    Plugins.load(BesideDiracTest.class.getClassLoader()),
                    Clock.systemUTC(),
                    BoundaryListener.none()),
            found::remove,
            meters);

    @Test
    void tasksThatSluiceDidNotMakeAreCountedByTransformation() {
        found.add(OutsideWork.NONE);
        assertThat(beside.look()).isFalse();
        assertThat(meters.getMeters()).isEmpty();

        found.add(new OutsideWork(Set.of(), Set.of(), Map.of(12, List.of(17, 18), 13, numbers(1000))));
        found.add(new OutsideWork(Set.of(12), Set.of(13), Map.of(12, List.of(19))));
        beside.look();
        beside.look();

        assertThat(foreign(12)).isEqualTo(3);
        assertThat(foreign(13)).isEqualTo(1000);
    }

    private static List<Integer> numbers(int count) {
        return IntStream.rangeClosed(1, count).boxed().toList();
    }

    private double foreign(int transformation) {
        return meters.get("sluice.foreign.tasks")
                .tag("transformation", Integer.toString(transformation))
                .counter()
                .count();
    }
}
