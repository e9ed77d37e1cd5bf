package org.example.sluice;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sluice.engine.grouping.Grouping;
import org.sluice.engine.grouping.GroupingPlugin;
import org.sluice.engine.grouping.GroupingRequest;
import org.sluice.engine.grouping.Lanes;
import org.sluice.engine.grouping.PlannedTask;
import org.sluice.engine.grouping.PluginSettings;
import org.sluice.engine.grouping.Resources;
import org.sluice.engine.grouping.WaitingFile;

/**
 * Files of one directory that share a storage element go together, {@code GroupSize} files a task; what is left of a
 * directory goes on {@code Flush}. The target is the parameter {@code Target}, or the first storage element of the files.
 */
public final class ByFolder implements GroupingPlugin {
    @Override
    public String name() {
        return "ByFolder";
    }

    @Override
    public Grouping group(GroupingRequest request) {
        Map<String, List<WaitingFile>> byLane = new TreeMap<>();
        request.files().forEach(file -> byLane.computeIfAbsent(lane(file), lane -> new ArrayList<>())
                .add(file));
        List<PlannedTask> tasks = new ArrayList<>();
        byLane.values().forEach(files -> tasks.addAll(cut(files, request)));
        return Grouping.of(tasks);
    }

    private static List<PlannedTask> cut(List<WaitingFile> files, GroupingRequest request) {
        int size = request.settings().filesPerTask();
        int end = request.flush() ? files.size() : files.size() - files.size() % size;
        String target = request.settings().parameter("Target").orElse(place(files.get(0)));
        List<PlannedTask> tasks = new ArrayList<>();
        for (int from = 0; from < end; from += size) {
            List<WaitingFile> chunk = files.subList(from, Math.min(end, from + size));
            tasks.add(new PlannedTask(target, chunk.stream().map(WaitingFile::lfn).toList()));
        }
        return tasks;
    }

    /** Files of two lanes never share a task, so the engine need not show them together. */
    @Override
    public Lanes lanes(PluginSettings settings, Resources resources) {
        int size = settings.filesPerTask();
        return new Lanes() {
            @Override
            public Collection<String> of(WaitingFile file) {
                return List.of(lane(file));
            }

            @Override
            public boolean mayFill(long files, long bytes) {
                return files >= size;
            }

            @Override
            public int most() {
                return 100 * size;
            }
        };
    }

    private static String lane(WaitingFile file) {
        return file.lfn().substring(0, file.lfn().lastIndexOf('/') + 1) + " at " + place(file);
    }

    private static String place(WaitingFile file) {
        return file.replicas().first();
    }
}
