package org.sluice.routes.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sluice.config.mq.EmbeddedBroker;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistry.Counts;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.routes.broker.LocalBroker;
import org.sluice.routes.demo.DemoReport.Line;
import org.sluice.routes.demo.DemoReport.Rejections;
import org.sluice.routes.runtime.EngineRuntime;

/** What a campaign has led to, and whether that is right. */
record Outcome(
        List<SimulatedFile> files,
        Traffic traffic,
        Map<Integer, DemoTransformation> transformations,
        TransformationRegistry registry) {
    private static final String TASK_LESS = "Unused";

    DemoReport report(Loading loading, Patience patience, EngineRuntime engine, Duration taken, String database) {
        List<Line> lines = lines();
        long tasks = lines.stream().mapToLong(Line::tasks).sum();
        patience.until(
                () -> loading.depth(EmbeddedBroker.TASK_NOTICES) >= tasks,
                () -> "the notices of %d tasks had been sent".formatted(tasks));
        Map<String, Rejections> rejected = DeadLetterBox.empty(
                engine.broker().map(LocalBroker::port).orElseThrow(), loading.depth(EmbeddedBroker.DEAD_LETTERS));
        return new DemoReport(
                traffic.all().stream().mapToInt(Message::events).sum(),
                files.size(),
                rejected,
                lines,
                taken,
                database,
                deviations(loading.depth(EmbeddedBroker.TASK_NOTICES), tasks, rejected));
    }

    private List<String> deviations(long notices, long tasks, Map<String, Rejections> rejected) {
        Audit audit = new Audit(registry, files);
        transformations.forEach(audit::check);
        audit.expect(notices == tasks, "There are %d tasks and %d task notices".formatted(tasks, notices));
        Map<String, Long> expected = new TreeMap<>(traffic.all().stream()
                .flatMap(message -> message.rejections().stream())
                .collect(Collectors.groupingBy(reason -> reason, Collectors.counting())));
        Map<String, Long> found = new TreeMap<>();
        rejected.forEach((reason, rejections) -> found.put(reason, (long) rejections.count()));
        audit.expect(expected.equals(found), "The rejections should be %s and are %s".formatted(expected, found));
        return audit.deviations();
    }

    private List<Line> lines() {
        Map<Integer, Counts> counts =
                registry.counts().stream().collect(Collectors.toMap(Counts::transformationId, numbers -> numbers));
        List<Line> lines = new ArrayList<>();
        for (Transformation transformation : registry.list()) {
            Counts numbers = counts.getOrDefault(
                    transformation.id(), new Counts(transformation.id(), Map.of(), Map.of(), Map.of()));
            TransformationDefinition definition = transformation.definition();
            lines.add(new Line(
                    transformation.id(),
                    definition.name(),
                    definition.status(),
                    definition.inputQuery().map(Object::toString).orElse(""),
                    definition.groupSize().toPlainString(),
                    numbers.filesByStatus().values().stream()
                            .mapToLong(Long::longValue)
                            .sum(),
                    numbers.filesByStatus().getOrDefault(TASK_LESS, 0L),
                    new TreeMap<>(numbers.tasksByTarget())));
        }
        return lines;
    }
}
