package org.sluice.engine.trigger;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.filter.FileFacts;
import org.sluice.engine.store.TriggerTransaction;

/** What filters see of a transaction's files: with the metadata of their directories, which it shares to its end. */
final class Enrichment {
    private final TriggerTransaction tx;
    private final Set<String> shared = new HashSet<>();
    private final Map<String, DirectoryRecord> directories = new TreeMap<>();

    Enrichment(TriggerTransaction tx) {
        this.tx = tx;
    }

    /** To be called with all files, before they are locked. */
    void share(Collection<String> lfns) {
        SortedSet<String> above = new TreeSet<>();
        lfns.forEach(lfn -> above.addAll(DirectoryRecord.above(lfn)));
        above.removeAll(shared);
        if (!above.isEmpty()) {
            directories.putAll(tx.directories().share(above));
            shared.addAll(above);
        }
    }

    /**
     * What is known of a file, its directories' metadata included. Of a file that nobody thought of before, one that a
     * withdrawn task lets go, the directories are shared only now, out of the order of locks: should another transaction
     * be in the way, the store has this one done again.
     */
    FileFacts facts(FileRecord record) {
        share(Set.of(record.lfn()));
        return EffectiveMetadata.of(record, directories);
    }
}
