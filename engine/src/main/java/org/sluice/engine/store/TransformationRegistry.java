package org.sluice.engine.store;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sluice.engine.grouping.WaitingFile;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import org.sluice.engine.transformation.TransformationDefinition;

/**
 * The transformations, for the people who manage them. A change counts for every batch that begins after it, in every
 * process. Thread-safe. All methods throw {@link StoreUnavailableException} when the store cannot do it now.
 */
public interface TransformationRegistry {

    /**
     * Adds a transformation; known files that match will be attached by a running engine. One that is derived from
     * another ({@code InheritedFrom}) gets that one's files, as {@link Derivation} says.
     *
     * @return its id
     * @throws RegistryException when the name is taken, or there is no transformation to derive it from
     */
    int create(TransformationDefinition definition, Author author);

    /** All transformations in ascending order of ids; those too that have an unreadable query, and say so. */
    List<Transformation> list();

    /** A transformation, if there is one of that id; one that has an unreadable query says so. */
    Optional<Transformation> find(int id);

    /**
     * Changes a transformation's definition, noting in its log what changed and who did it. What keeps its value is not
     * written. A changed query, or a status that takes files after one that did not, looks through the known files
     * again; any set status that makes tasks releases a quarantine, takes over what a parent has left, and groups what
     * waits.
     *
     * @param change gives the changed definition for the present one, which nobody else changes through Sluice
     *     meanwhile. Batches wait for it: it has to be quick, and must not ask the store. What it throws is thrown here,
     *     and nothing is changed
     * @throws RegistryException when there is no such transformation, the new name is taken, the status cannot be
     *     changed so, or there is no transformation of a new {@code InheritedFrom}
     */
    void update(int id, UnaryOperator<TransformationDefinition> change, Author author);

    /**
     * Makes tasks without input, status {@code Created}.
     *
     * @return their numbers
     * @throws RegistryException when there is no such transformation, or it cannot have them
     */
    List<Integer> extend(int id, Extension extension, Author author);

    /**
     * Removes a transformation's files, tasks and queries; definition, parameters and log stay, and its status is
     * {@code TransformationCleaned} (DIRAC: {@code TransformationClient.cleanTransformation}).
     *
     * @throws RegistryException when there is no such transformation, or it is {@code Deleted}
     */
    void clean(int id, Author author);

    /**
     * Removes a transformation with its files, tasks, parameters and log.
     *
     * @throws RegistryException when there is no such transformation
     */
    void delete(int id, Author author);

    /** The files of a transformation in the order in which they were attached, at most {@code limit}. */
    List<AttachedFile> files(int id, int limit);

    /** The tasks of a transformation in the order of their numbers, at most {@code limit}. */
    List<TaskRow> tasks(int id, int limit);

    /** The log of a transformation, oldest first. */
    List<LogEntry> log(int id);

    /** Counts of files by status and of tasks by status, of every transformation. */
    List<Counts> counts();

    /** A version that changes with every change made here; the end of a flush, which the engine brings about, is none. */
    long version();

    /** Why a transformation's grouping stands still, if it does. */
    Optional<String> quarantine(int id);

    /** Why grouping stands still, of the transformations of which it does. */
    Map<Integer, String> quarantines();

    /**
     * How many transformations, one after another, lie before the files that these transformations were given, at most.
     * Those of which nothing is known may be left out.
     */
    Map<Integer, Integer> lineages(Collection<Integer> ids);

    /** A task of a transformation, if there is one of that number. */
    Optional<TaskRow> task(int id, int taskId);

    /** What waits in a transformation, to tell why it does; at most {@code limit} files. */
    Unassigned unassigned(int id, int limit);

    /** The work that changes left and that no engine has finished, of all transformations, in the order of their ids. */
    List<Progress> pendingWork();

    /** A file of a transformation; {@code taskId} 0 where it is in none. */
    record AttachedFile(
            String lfn, String status, int errorCount, int taskId, String usedSe, Optional<Instant> lastUpdate) {}

    /** A task of a transformation. */
    record TaskRow(
            int taskId,
            String status,
            String externalId,
            String targetSe,
            Instant creationTime,
            Instant lastUpdate,
            List<String> lfns) {}

    /** A line of a transformation's log. */
    record LogEntry(Instant time, String author, String message) {}

    /** Numbers of one transformation. */
    record Counts(
            int transformationId,
            Map<String, Long> filesByStatus,
            Map<String, Long> tasksByStatus,
            Map<String, Long> tasksByTarget) {}

    /**
     * The files of a transformation that are in no task and could be, and what a plugin is told beside them.
     *
     * @param files in the order in which they were attached, those without a known replica too
     * @param complete whether these are all
     * @param filesByUsedSe how many files were given to each target so far
     * @param lastTask how many task numbers were given out
     */
    record Unassigned(List<WaitingFile> files, boolean complete, Map<String, Long> filesByUsedSe, int lastTask) {
        public Unassigned {
            files = List.copyOf(files);
            filesByUsedSe = Map.copyOf(filesByUsedSe);
        }
    }

    /**
     * How far a piece of work has come.
     *
     * @param filesDone how many of those files do not lie behind its position
     * @param filesKnown how many files it is to look at: all that are known, for a backfill; else those that wait
     */
    record Progress(PendingWork work, long filesDone, long filesKnown) {}
}
