package org.sluice.engine.trigger;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.event.FileEvent.DirectoryMetadataSet;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.store.Directories;
import org.sluice.engine.store.TriggerTransaction;

/** Writes into what is known of directories what events say, and leaves the looking at the files below for later. */
final class DirectoryStep {
    private final Directories directories;

    DirectoryStep(TriggerTransaction tx) {
        this.directories = tx.directories();
    }

    void run(List<DirectoryMetadataSet> events) {
        if (events.isEmpty()) {
            return;
        }
        SortedSet<String> paths = new TreeSet<>();
        events.forEach(event -> paths.add(event.directory()));
        Map<String, DirectoryRecord> before = directories.lock(paths);
        Map<String, DirectoryRecord> after = new TreeMap<>(before);
        events.forEach(event -> after.computeIfPresent(event.directory(), (path, record) -> record.after(event)));
        after.values().removeAll(before.values());
        directories.save(after.values());
        directories.leaveWork(new TreeSet<>(directories.withFiles(after.keySet())));
    }
}
