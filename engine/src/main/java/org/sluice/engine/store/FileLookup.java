package org.sluice.engine.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.engine.file.DirectoryRecord;
import org.sluice.engine.file.FileRecord;
import org.sluice.engine.transformation.FileInTransformation;

/**
 * What is known of files, to be looked at without a lock. All methods throw {@link StoreUnavailableException} when the
 * store cannot do it now. Thread-safe.
 */
public interface FileLookup {

    /** Those of these LFNs that are registered. A file that was only spoken of, by metadata or a replica, is not. */
    Set<String> registered(Collection<String> lfns);

    /** What is known of files, registered or only spoken of, in any order; those of which nothing is are left out. */
    List<FileRecord> find(Collection<String> lfns);

    /**
     * The registered files after a position, in the order of first mention. To go through all files, begin at 0 and go
     * on at the last position until the answer is empty. Of a row that cannot be read nothing but the LFN is told.
     */
    List<PlacedFile> filesAfter(long position, int limit);

    /** What is known of the directories above these files, by path; those of which nothing is known are left out. */
    Map<String, DirectoryRecord> directoriesAbove(Collection<String> lfns);

    /** A file's row in a transformation, whether Sluice or another client wrote it; empty where it has none. */
    Optional<FileInTransformation> row(int transformationId, String lfn);

    /**
     * The LFN of another file that keeps this one out of every transformation: DIRAC's table of LFNs takes the two for one,
     * and has the other's. Empty where there is none.
     */
    Optional<String> collidesWith(String lfn);

    /** Which transformations have these files: LFN to transformation to status. Files that none has are left out. */
    Map<String, Map<Integer, String>> attachments(Collection<String> lfns);

    /** Those of these runs of which it was said that no more files will come. */
    Set<Run> endedRuns(Collection<Run> runs);

    /** A file and its place in the order of first mention. */
    record PlacedFile(long position, FileRecord file) {}
}
