package org.sluice.engine.transformation;

/**
 * A file's row in a transformation. Immutable; each method gives the row after something happened, the row itself where
 * that changes nothing. {@code docs/effects.md} has the rules.
 *
 * @param status one of {@link FileStatus}, or another that DIRAC's clients wrote
 * @param errorCount how often a task of it failed
 * @param taskId the last task it was put into; 0 for none
 * @param generation the file's generation that the row is about
 * @param ended its task may still work on it, though its generation has ended or a client has set it back
 * @param next the generation that begins when that task ends; where the file was set back, the same again; 0 for none
 */
public record FileInTransformation(
        int transformationId,
        String lfn,
        String status,
        int errorCount,
        int taskId,
        int generation,
        boolean ended,
        int next) {

    /** A row of a file's first generation. */
    public FileInTransformation(int transformationId, String lfn, String status, int errorCount, int taskId) {
        this(transformationId, lfn, status, errorCount, taskId, 1, false, 0);
    }

    /** Which task it was put into last. */
    public TaskKey task() {
        return new TaskKey(transformationId, taskId);
    }

    /** Whether it is in a task, as far as the row knows. */
    public boolean isAssigned() {
        return status.equals(FileStatus.ASSIGNED) && taskId > 0;
    }

    /** Whether a plugin may put it into a task now. */
    public boolean waits() {
        return FileStatus.isGroupable(status) && !ended;
    }

    private boolean isSetBack() {
        return ended && next == generation;
    }

    /** Its status is one that can be grouped, and a task works on it: it waits for the end of that. */
    public FileInTransformation whileInTask() {
        return waits()
                ? new FileInTransformation(
                        transformationId, lfn, status, errorCount, taskId, generation, true, generation)
                : this;
    }

    /**
     * Something was told of its task: if that works, perhaps again, the file waits for its end.
     *
     * @param taskStatus what the task's status is now
     * @param failuresAllowed at this many failures, and at each multiple, it is not tried again by itself; 1 or more
     */
    public FileInTransformation afterTask(String taskStatus, int failuresAllowed) {
        if (TaskStatus.isLive(taskStatus)) {
            return whileInTask();
        }
        if (ended && !isSetBack()) {
            return afterUnnoticedEnd();
        }
        FileInTransformation free = afterUnnoticedEnd();
        if (TaskStatus.isSuccess(taskStatus)) {
            return free.afterSuccess();
        }
        return TaskStatus.isFailure(taskStatus) ? free.afterFailure(failuresAllowed) : free;
    }

    /**
     * Its generation had ended, or it was set back, and its task has ended since, perhaps without anybody telling. DIRAC's
     * agents may have set the status of the row by then.
     */
    public FileInTransformation afterUnnoticedEnd() {
        if (!ended) {
            return this;
        }
        if (isSetBack()) {
            return with(status, errorCount, taskId);
        }
        return next == 0 && status.equals(FileStatus.PROCESSED) ? with(status, errorCount, taskId) : afterLastTask();
    }

    /** The task that outlived the generation is over. */
    private FileInTransformation afterLastTask() {
        return next > 0 ? begun(next) : with(FileStatus.DELETED, errorCount, taskId);
    }

    /** An earlier word that the task had failed is taken back: its output exists. */
    private FileInTransformation afterSuccess() {
        return switch (status) {
            case FileStatus.ASSIGNED, FileStatus.UNUSED, FileStatus.MAX_RESET ->
                with(FileStatus.PROCESSED, errorCount, taskId);
            default -> this;
        };
    }

    /** A failure that is told twice counts once, since the first puts an end to {@code Assigned}. */
    private FileInTransformation afterFailure(int failuresAllowed) {
        if (!status.equals(FileStatus.ASSIGNED)) {
            return this;
        }
        boolean exhausted = errorCount > 0 && errorCount % failuresAllowed == 0;
        return exhausted
                ? with(FileStatus.MAX_RESET, errorCount, taskId)
                : with(FileStatus.UNUSED, errorCount + 1, taskId);
    }

    /** Its task was withdrawn. No trace of the number stays, which DIRAC's trigger may give to another task. */
    public FileInTransformation afterWithdrawal() {
        FileInTransformation over = afterUnnoticedEnd();
        boolean frees = over.isAssigned();
        return over.with(frees ? FileStatus.UNUSED : over.status, over.errorCount, 0);
    }

    /**
     * The file is gone from the catalogue.
     *
     * @param inLiveTask whether a task has it that will not be withdrawn
     */
    public FileInTransformation afterRemoval(boolean inLiveTask) {
        if (status.startsWith(FileStatus.PROCESSED)) {
            return this;
        }
        return inLiveTask
                ? new FileInTransformation(transformationId, lfn, status, errorCount, taskId, generation, true, 0)
                : with(FileStatus.DELETED, errorCount, taskId);
    }

    /**
     * The file satisfies the transformation's query in a later generation: as if it were new, once no task works on the
     * earlier one.
     */
    public FileInTransformation afterReturn(int ofGeneration, boolean inLiveTask) {
        if (ofGeneration <= generation) {
            return this;
        }
        return inLiveTask
                ? new FileInTransformation(
                        transformationId, lfn, status, errorCount, taskId, generation, true, ofGeneration)
                : begun(ofGeneration);
    }

    private FileInTransformation begun(int newGeneration) {
        return new FileInTransformation(transformationId, lfn, FileStatus.UNUSED, 0, 0, newGeneration, false, 0);
    }

    private FileInTransformation with(String newStatus, int newErrorCount, int newTaskId) {
        return new FileInTransformation(
                transformationId, lfn, newStatus, newErrorCount, newTaskId, generation, false, 0);
    }
}
