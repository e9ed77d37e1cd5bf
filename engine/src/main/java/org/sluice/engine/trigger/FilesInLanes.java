package org.sluice.engine.trigger;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.store.Attachment;
import org.sluice.engine.store.LaneKey;
import org.sluice.engine.store.Placement;
import org.sluice.engine.store.Run;
import org.sluice.engine.store.TriggerTransaction;
import org.sluice.engine.store.Waiting;
import org.sluice.engine.transformation.FileInTransformation;
import org.sluice.engine.trigger.Placing.Placed;
import org.sluice.engine.trigger.WorkingPlugins.Working;

/**
 * The files that wait in lanes, but for those that are not to be grouped there: what was true when they were placed may not
 * be any more.
 */
final class FilesInLanes {
    private final TriggerTransaction tx;
    private final WorkingPlugins plugins;
    private final Map<LaneKey, List<Waiting>> files;
    private final Set<LaneKey> changed = new TreeSet<>();

    /**
     * @param most how many files are wanted at most, by lane
     * @param placed files that this transaction has placed: of these it is true
     */
    FilesInLanes(TriggerTransaction tx, WorkingPlugins plugins, Map<LaneKey, Integer> most, Set<Attachment> placed) {
        this.tx = tx;
        this.plugins = plugins;
        this.files = new TreeMap<>(tx.filesInLanes(most));
        leaveOutThoseInTasks();
        moveOtherRuns(placed);
    }

    /** By lane, in the order in which they were attached. */
    Map<LaneKey, List<Waiting>> files() {
        return files;
    }

    /** Lanes that files have left, or to which they were moved. */
    Set<LaneKey> changed() {
        return changed;
    }

    private static Attachment attachment(LaneKey lane, Waiting file) {
        return new Attachment(lane.transformationId(), file.file().lfn());
    }

    /** What is behind them may be had next. */
    private void leaveOut(Set<Attachment> these) {
        files.replaceAll((lane, waiting) -> {
            List<Waiting> left = waiting.stream()
                    .filter(file -> !these.contains(attachment(lane, file)))
                    .toList();
            if (left.size() < waiting.size()) {
                changed.add(lane);
            }
            return left;
        });
    }

    /**
     * A file that had a task before is in no other as long as that one works: a client may just have set the file back, or the
     * task, which had failed, may run again. It leaves its lane, and waits for the end of the task.
     */
    private void leaveOutThoseInTasks() {
        Set<Attachment> inTasks = new HashSet<>();
        files.forEach((lane, waiting) -> waiting.stream()
                .filter(file -> file.liveTask() > 0)
                .forEach(file -> inTasks.add(attachment(lane, file))));
        if (inTasks.isEmpty()) {
            return;
        }
        leaveOut(inTasks);
        tx.saveFileRows(tx.lockFileRows(inTasks).stream()
                .filter(FileInTransformation::waits)
                .map(FileInTransformation::whileInTask)
                .toList());
        tx.place(inTasks.stream()
                .map(file -> Placement.none(file.transformationId(), file.lfn()))
                .toList());
    }

    /** Files that belong to another run by now: a directory's metadata may have changed, and they not been looked at since. */
    private void moveOtherRuns(Set<Attachment> placed) {
        Map<Attachment, LaneKey> doubtful = new LinkedHashMap<>();
        files.forEach((lane, waiting) -> {
            if (recipe(lane).flatMap(Recipe::groupBy).isPresent()) {
                waiting.forEach(file -> doubtful.put(attachment(lane, file), lane));
            }
        });
        doubtful.keySet().removeAll(placed);
        if (doubtful.isEmpty()) {
            return;
        }
        SortedSet<String> lfns = new TreeSet<>();
        doubtful.keySet().forEach(file -> lfns.add(file.lfn()));
        Map<String, DirectoryRecord> directories = tx.directories().look(DirectoryRecord.above(List.copyOf(lfns)));
        Map<String, FileRecord> records = tx.lookAtFiles(lfns);
        Placing elsewhere = new Placing(plugins);
        Set<Attachment> others = new HashSet<>();
        doubtful.forEach((file, lane) -> recipe(lane).ifPresent(recipe -> {
            FileRecord record = records.getOrDefault(file.lfn(), FileRecord.unknown(file.lfn()));
            Optional<Run> run = recipe.run(() -> EffectiveMetadata.of(record, directories));
            if (!lane.name().startsWith(recipe.beginning(run))) {
                others.add(file);
                elsewhere.add(file.transformationId(), record, run);
            }
        }));
        leaveOut(others);
        List<Placed> moved = elsewhere.ask();
        tx.place(moved.stream().map(Placed::placement).toList());
        moved.forEach(one -> changed.addAll(one.lanes()));
    }

    private Optional<Recipe> recipe(LaneKey lane) {
        return plugins.of(lane.transformationId()).map(Working::recipe);
    }
}
