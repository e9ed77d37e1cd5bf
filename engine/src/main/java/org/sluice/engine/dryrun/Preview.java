package org.sluice.engine.dryrun;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.dryrun.PreviewReport.Target;
import org.sluice.engine.dryrun.PreviewReport.Waiting;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.BadQueryException;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.filter.MetaQuery;
import org.sluice.engine.filter.MetadataSchema;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.FileLookup.PlacedFile;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.engine.trigger.EffectiveMetadata;
import org.sluice.engine.trigger.Runs;
import org.sluice.engine.trigger.TriggerSettings;

/**
 * Tells what a transformation would make of the files that are known, before it is created. Files are read page by page;
 * what is kept of them is bounded. Nothing is written, and no lock is taken. See {@code docs/transformations.md}.
 */
public final class Preview {
    private static final int PAGE = 1_000;
    private static final int SAMPLES = 5;

    private final TransformationRegistry registry;
    private final FileLookup files;
    private final MetadataSchema schema;
    private final TriggerSettings settings;
    private final Plugins plugins;
    private final int mostPlanned;

    public Preview(
            TransformationRegistry registry,
            FileLookup files,
            MetadataSchema schema,
            TriggerSettings settings,
            Plugins plugins) {
        this(registry, files, schema, settings, plugins, WaitingReasons.MOST_FILES);
    }

    /** @param mostPlanned at most so many files are shown to the plugin */
    Preview(
            TransformationRegistry registry,
            FileLookup files,
            MetadataSchema schema,
            TriggerSettings settings,
            Plugins plugins,
            int mostPlanned) {
        this.registry = registry;
        this.files = files;
        this.schema = schema;
        this.settings = settings;
        this.plugins = plugins;
        this.mostPlanned = mostPlanned;
    }

    /**
     * Tries a definition out. One whose status makes no tasks is grouped as if it were {@code Active}. A transformation
     * that has its name already is not counted among the others.
     *
     * @throws BadQueryException when its input query is not one that can be asked
     */
    public PreviewReport of(TransformationDefinition definition) {
        Optional<MetaQuery> query = definition.inputQuery().map(json -> MetaQuery.parse(json, schema));
        PluginSettings pluginSettings = settings.of(definition);
        Scan scan = new Scan(query, pluginSettings.groupBy(), new Overlaps(registry.list(), definition.name(), schema));
        for (List<PlacedFile> page = files.filesAfter(0, PAGE); !page.isEmpty(); ) {
            scan.take(page);
            page = files.filesAfter(page.get(page.size() - 1).position(), PAGE);
        }
        boolean flush = definition.status().equals(TransformationStatus.FLUSH.text());
        Set<Run> ended = files.endedRuns(Set.copyOf(scan.runs.values()));
        GroupingOutcome outcome = GroupingOutcome.byRun(
                pluginSettings,
                plugins,
                settings.resources(),
                scan.planned,
                scan.runs,
                run -> flush || run.filter(ended::contains).isPresent(),
                Map::of);
        List<PlannedTask> tasks = allowed(outcome.tasks(), definition.maxNumberOfTasks());
        return new PreviewReport(
                scan.known,
                scan.matching,
                scan.samples,
                scan.planned.size(),
                targets(tasks),
                waiting(outcome.waiting()),
                scan.overlaps.found(),
                notes(definition, scan, outcome.tasks().size() - tasks.size()));
    }

    private static List<PlannedTask> allowed(List<PlannedTask> tasks, int most) {
        return most > 0 && tasks.size() > most ? tasks.subList(0, most) : tasks;
    }

    private static List<Target> targets(List<PlannedTask> tasks) {
        Map<String, Target> targets = new LinkedHashMap<>();
        tasks.forEach(task -> targets.merge(
                task.targetSe(),
                new Target(task.targetSe(), 1, task.lfns().size()),
                (a, b) -> new Target(a.targetSe(), a.tasks() + b.tasks(), a.files() + b.files())));
        return targets.values().stream()
                .sorted((a, b) -> Long.compare(b.files(), a.files()))
                .toList();
    }

    private static List<Waiting> waiting(Map<String, Reason> reasons) {
        Map<Reason, Waiting> byReason = new LinkedHashMap<>();
        reasons.forEach((lfn, reason) -> byReason.merge(
                reason,
                new Waiting(reason, 1, lfn),
                (a, b) -> new Waiting(
                        reason,
                        a.files() + b.files(),
                        a.sample().compareTo(b.sample()) < 0 ? a.sample() : b.sample())));
        return byReason.values().stream()
                .sorted((a, b) -> Long.compare(b.files(), a.files()))
                .toList();
    }

    private List<String> notes(TransformationDefinition definition, Scan scan, int tasksBeyond) {
        List<String> notes = new ArrayList<>();
        if (definition.inputQuery().isEmpty()) {
            notes.add("There is no InputMetaQuery: files would be given to it by hand only.");
        }
        if (!definition.makesTasks()) {
            notes.add("As %s it would make no tasks; those told of are the ones it would make when Active."
                    .formatted(definition.status()));
        }
        if (scan.matching > scan.planned.size()) {
            notes.add("Only the first %,d of the %,d files that match were grouped for this preview."
                    .formatted(scan.planned.size(), scan.matching));
        }
        if (tasksBeyond > 0) {
            notes.add("%,d tasks more would be beyond MaxNumberOfTasks, %d."
                    .formatted(tasksBeyond, definition.maxNumberOfTasks()));
        }
        notes.addAll(scan.overlaps.problems());
        return notes;
    }

    /** What is kept of the files while they are passed. */
    private final class Scan {
        private final Optional<MetaQuery> query;
        private final Optional<String> groupBy;
        private final Map<String, Run> runs = new HashMap<>();
        private final Overlaps overlaps;
        private final List<String> samples = new ArrayList<>();
        private final List<WaitingFile> planned = new ArrayList<>();
        private long known;
        private long matching;

        Scan(Optional<MetaQuery> query, Optional<String> groupBy, Overlaps overlaps) {
            this.query = query;
            this.groupBy = groupBy;
            this.overlaps = overlaps;
        }

        void take(List<PlacedFile> page) {
            List<FileFacts> taken = new ArrayList<>();
            Map<String, DirectoryRecord> directories = files.directoriesAbove(
                    page.stream().map(placed -> placed.file().lfn()).toList());
            for (PlacedFile placed : page) {
                // Of a row that cannot be read only the LFN is told; an engine takes no such file.
                if (placed.file().registered().isEmpty()) {
                    continue;
                }
                FileFacts facts = EffectiveMetadata.of(placed.file(), directories);
                known++;
                if (query.isPresent() && query.get().matches(facts)) {
                    taken.add(facts);
                    keep(placed.file(), facts);
                }
            }
            overlaps.count(
                    taken, files.attachments(taken.stream().map(FileFacts::lfn).toList()));
        }

        private void keep(FileRecord file, FileFacts facts) {
            matching++;
            if (samples.size() < SAMPLES) {
                samples.add(file.lfn());
            }
            if (planned.size() < mostPlanned) {
                planned.add(new WaitingFile(file.lfn(), file.sizeBytes(), file.storageElements()));
                groupBy.flatMap(key -> facts.value(key).map(value -> Runs.of(key, value)))
                        .ifPresent(run -> runs.put(file.lfn(), run));
            }
        }
    }
}
