package org.sluice.routes.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.engine.trigger.Trigger;
import org.sluice.persistence.OutsideWork;

/** Looks at what DIRAC's clients write into the tables, and tells the operator of what should not be there. */
final class BesideDirac {
    private static final Logger LOG = LoggerFactory.getLogger(BesideDirac.class);

    private final Trigger trigger;
    private final Supplier<OutsideWork> look;
    private final MeterRegistry meters;

    /** @param look see {@link org.sluice.persistence.Database#lookOutside} */
    BesideDirac(Trigger trigger, Supplier<OutsideWork> look, MeterRegistry meters) {
        this.trigger = trigger;
        this.look = look;
        this.meters = meters;
    }

    /** One look; whether the next should follow at once. */
    boolean look() {
        OutsideWork found = look.get();
        if (!found.edited().isEmpty()) {
            LOG.info("Others edited the transformations {}.", found.edited());
        }
        if (!found.regrouped().isEmpty()) {
            LOG.debug("Others changed which files wait in the transformations {}.", found.regrouped());
        }
        found.foreignTasks().forEach(this::alarm);
        return trigger.settle();
    }

    private void alarm(int transformation, List<Integer> tasks) {
        LOG.warn(
                "{} {} of transformation {} {} not made by Sluice: is DIRAC's TransformationAgent still running? Stop it,"
                        + " for it makes tasks of the same files. Tasks made by hand are left as they are.",
                tasks.size() == 1 ? "Task" : "Tasks",
                shown(tasks),
                transformation,
                tasks.size() == 1 ? "was" : "were");
        Counter.builder("sluice.foreign.tasks")
                .description("tasks of transformations with an input query that Sluice did not make")
                .tag("transformation", Integer.toString(transformation))
                .register(meters)
                .increment(tasks.size());
    }

    /** An agent may have made thousands before it was noticed. */
    private static String shown(List<Integer> tasks) {
        String first = tasks.stream().limit(10).map(String::valueOf).collect(Collectors.joining(", "));
        return tasks.size() <= 10
                ? first
                : first + " and " + (tasks.size() - 10) + " more up to " + tasks.get(tasks.size() - 1);
    }
}
