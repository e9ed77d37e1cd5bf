package org.sluice.engine.trigger;

import java.util.HashSet;
import java.util.Set;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.store.DataFaultException;

/** Files that the store cannot work with, and directories of which none of the files below can be worked with. */
final class Culprits {
    private final Set<String> paths = new HashSet<>();

    /** Takes those that a fault names; false where there are none that were not known. */
    boolean add(DataFaultException fault) {
        return paths.addAll(fault.lfns().orElse(Set.of()));
    }

    boolean include(String lfn) {
        return !paths.isEmpty()
                && (paths.contains(lfn) || DirectoryRecord.above(lfn).stream().anyMatch(paths::contains));
    }
}
