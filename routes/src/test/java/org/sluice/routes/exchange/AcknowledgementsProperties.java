package org.sluice.routes.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;

class AcknowledgementsProperties {
    private final Deque<Runnable> soon = new ArrayDeque<>();
    private final Deque<Runnable> afterAWhile = new ArrayDeque<>();

    private boolean later(Runnable task, Duration delay) {
        return (delay.isZero() ? soon : afterAWhile).add(task);
    }

    private static void run(Deque<Runnable> tasks) {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** In whatever order, and whenever tasks run: each once, none that is open. */
    @Property
    void eachIsAcknowledgedOnceAndNoneThatIsOpen(
            @ForAll @Size(min = 1, max = 60) @UniqueElements List<@IntRange(max = 59) Integer> order,
            @ForAll @Size(60) List<@IntRange(max = 3) Integer> steps,
            @ForAll @IntRange(min = 60, max = 90) int delivered) {
        TreeSet<Long> open = new TreeSet<>();
        TreeSet<Long> acknowledged = new TreeSet<>();
        TreeSet<Long> wanted = new TreeSet<>();
        for (long tag = 1; tag <= delivered; tag++) {
            open.add(tag);
        }
        Acknowledgements<Long> some = new Acknowledgements<>(
                (together, singly) -> {
                    if (!together.isEmpty()) {
                        assertThat(open.headSet(together.get(together.size() - 1), true))
                                .as("all that is open up to the last")
                                .containsExactlyElementsOf(together);
                        open.removeAll(together);
                    }
                    assertThat(singly).isSorted();
                    assertThat(open).containsAll(singly);
                    open.removeAll(singly);
                    acknowledged.addAll(together);
                    acknowledged.addAll(singly);
                    assertThat(wanted).containsAll(acknowledged);
                },
                this::later);
        open.forEach(some::delivered);
        int step = 0;
        for (int one : order) {
            long tag = one + 1;
            wanted.add(tag);
            some.acknowledge(tag);
            switch (steps.get(step++ % steps.size())) {
                case 0 -> run(soon);
                case 1 -> run(afterAWhile);
                default -> {
                    // more comes first
                }
            }
        }
        run(soon);
        run(afterAWhile);
        assertThat(acknowledged).isEqualTo(wanted);
    }
}
