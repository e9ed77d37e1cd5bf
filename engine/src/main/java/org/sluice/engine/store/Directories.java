package org.sluice.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import org.sluice.engine.file.DirectoryRecord;

/**
 * What a transaction does with directories. Directories are paths without a slash at their end, or {@code /}. Their
 * locks come after the journal's and before those of files; a transaction either shares directories or holds them
 * alone, since two that did both could wait for each other. See {@code docs/effects.md}.
 */
public interface Directories {

    /**
     * Keeps what is known of directories from changing until the end of this transaction; others may do the same at the
     * same time. To be called with all directories above the files that the transaction locks, before these are locked.
     *
     * @return those of which something is known
     */
    Map<String, DirectoryRecord> share(SortedSet<String> directories);

    /** What is known of directories, as it was committed last, without locks. */
    Map<String, DirectoryRecord> look(SortedSet<String> directories);

    /** Locks directories for a change, after all transactions that share them have ended. */
    Map<String, DirectoryRecord> lock(SortedSet<String> directories);

    /** Stores records of directories that this transaction locked alone. */
    void save(Collection<DirectoryRecord> records);

    /** Those of the directories below which files were ever mentioned. Exact for directories that are locked alone. */
    Set<String> withFiles(Collection<String> directories);

    /** Leaves work for changed directories: the known files below are to be matched again. */
    void leaveWork(Collection<String> directories);

    /**
     * The work that waits longest, locked for this transaction; what another engine works on is passed over. Work that
     * has not begun yet takes over what waits for the same directory and for those below it. To be called before any
     * other lock of this transaction.
     */
    Optional<DirectoryWork> lockWork();

    /** The next files below a directory that were ever mentioned, in the order of LFNs. */
    List<String> filesBelow(DirectoryWork work, int limit);

    /** Notes the last file that was looked at, and lets other work go first. */
    void advance(DirectoryWork work, String position);

    /** Strikes work off. */
    void finish(DirectoryWork work);
}
