package org.sluice.engine.dryrun;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.engine.dryrun.Reason.Code;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Plugins;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.store.FileLookup;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.store.TransformationRegistry.Unassigned;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.TransformationDefinition;
import org.sluice.engine.transformation.TransformationStatus;
import org.sluice.engine.trigger.EffectiveMetadata;
import org.sluice.engine.trigger.Runs;
import org.sluice.engine.trigger.TriggerSettings;

/** Why a file that could be grouped is in no task: what keeps the transformation from it first, then the plugin. */
final class WaitingReasons {
    /** So many waiting files are shown to the plugin; a person waits for the answer. */
    static final int MOST_FILES = 100_000;

    private static final int PAGE = 1_000;

    private final TransformationRegistry registry;
    private final FileLookup files;
    private final TriggerSettings settings;
    private final Plugins plugins;

    WaitingReasons(TransformationRegistry registry, FileLookup files, TriggerSettings settings, Plugins plugins) {
        this.registry = registry;
        this.files = files;
        this.settings = settings;
        this.plugins = plugins;
    }

    List<Reason> of(Transformation transformation, String lfn) {
        Unassigned unassigned = registry.unassigned(transformation.id(), MOST_FILES);
        List<Reason> reasons = new ArrayList<>(ofTransformation(transformation, unassigned));
        boolean stopped = !reasons.isEmpty();
        reasons.addAll(ofPlugin(transformation, lfn, unassigned, stopped));
        return reasons;
    }

    private List<Reason> ofTransformation(Transformation transformation, Unassigned unassigned) {
        TransformationDefinition definition = transformation.definition();
        List<Reason> reasons = new ArrayList<>();
        if (!definition.makesTasks()) {
            reasons.add(new Reason(
                    Code.STATUS_MAKES_NO_TASKS,
                    "the transformation is " + definition.status() + ", and makes tasks only as Active, Completing or"
                            + " Flush; 'sluice transformation set " + transformation.id() + " Status=Active'"));
        }
        registry.quarantine(transformation.id())
                .ifPresent(why -> reasons.add(new Reason(
                        Code.QUARANTINED,
                        "the transformation's grouping stands still: " + why
                                + "; mend that, then set its status again to release it")));
        int most = definition.maxNumberOfTasks();
        if (most > 0 && unassigned.lastTask() >= most) {
            reasons.add(new Reason(
                    Code.MAX_TASKS,
                    "the transformation has made %d of its MaxNumberOfTasks %d"
                            .formatted(unassigned.lastTask(), most)));
        }
        return reasons;
    }

    private List<Reason> ofPlugin(Transformation transformation, String lfn, Unassigned unassigned, boolean stopped) {
        if (unassigned.files().stream().noneMatch(file -> file.lfn().equals(lfn))) {
            return List.of(new Reason(
                    Code.NOT_LOOKED_AT,
                    unassigned.complete()
                            ? "its row changed while it was looked at; ask again"
                            : "more than %d files wait, and this one is behind them: why it waits was not looked at"
                                    .formatted(unassigned.files().size())));
        }
        TransformationDefinition definition = transformation.definition();
        // While more files come to their groups, an engine closes none that is small.
        boolean closes = isFilled(transformation.id());
        boolean flush = closes && definition.status().equals(TransformationStatus.FLUSH.text());
        PluginSettings pluginSettings = settings.of(definition);
        Map<String, Run> runs = runs(pluginSettings, unassigned.files());
        Set<Run> ended = files.endedRuns(Set.copyOf(runs.values()));
        GroupingOutcome outcome = GroupingOutcome.byRun(
                pluginSettings,
                plugins,
                settings.resources(),
                unassigned.files(),
                runs,
                run -> flush || closes && run.filter(ended::contains).isPresent(),
                unassigned::filesByUsedSe);
        Reason reason = outcome.waiting().get(lfn);
        if (reason != null) {
            return List.of(reason);
        }
        return stopped
                ? List.of()
                : List.of(new Reason(
                        Code.TO_BE_GROUPED,
                        "nothing keeps it waiting: an engine puts it into a task when it next looks at the"
                                + " transformation; see that one runs: 'sluice run'"));
    }

    private Map<String, Run> runs(PluginSettings pluginSettings, List<WaitingFile> waiting) {
        Map<String, Run> runs = new HashMap<>();
        pluginSettings.groupBy().ifPresent(key -> {
            for (int from = 0; from < waiting.size(); from += PAGE) {
                List<String> lfns = waiting.subList(from, Math.min(waiting.size(), from + PAGE)).stream()
                        .map(WaitingFile::lfn)
                        .toList();
                Map<String, DirectoryRecord> directories = files.directoriesAbove(lfns);
                files.find(lfns).forEach(record -> EffectiveMetadata.of(record, directories)
                        .value(key)
                        .ifPresent(value -> runs.put(record.lfn(), Runs.of(key, value))));
            }
        });
        return runs;
    }

    private boolean isFilled(int id) {
        return registry.pendingWork().stream()
                .map(TransformationRegistry.Progress::work)
                .noneMatch(work -> work.transformationId() == id && work.kind().brings());
    }
}
