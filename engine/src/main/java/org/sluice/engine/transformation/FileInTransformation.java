package org.sluice.engine.transformation;

/**
 * A file's row in a transformation. Immutable; each method gives the row after something happened, the row itself where
 * that changes nothing.
 *
 * @param status one of {@link FileStatus}, or another that DIRAC's clients wrote
 * @param errorCount how often a task of it failed
 * @param taskId the last task it was put into; 0 for none
 */
public record FileInTransformation(int transformationId, String lfn, String status, int errorCount, int taskId) {

    /** Its task has ended well. An earlier word that it had failed is taken back: its output exists. */
    public FileInTransformation afterSuccess() {
        return switch (status) {
            case FileStatus.ASSIGNED, FileStatus.UNUSED, FileStatus.MAX_RESET ->
                with(FileStatus.PROCESSED, errorCount, taskId);
            default -> this;
        };
    }

    /**
     * Its task has failed. A failure that is told twice counts once, since the first puts an end to {@code Assigned}.
     *
     * @param failuresAllowed at this many failures, and at each multiple, it is not tried again by itself
     */
    public FileInTransformation afterFailure(int failuresAllowed) {
        if (!status.equals(FileStatus.ASSIGNED)) {
            return this;
        }
        boolean exhausted = errorCount > 0 && errorCount % failuresAllowed == 0;
        return exhausted
                ? with(FileStatus.MAX_RESET, errorCount, taskId)
                : with(FileStatus.UNUSED, errorCount + 1, taskId);
    }

    private FileInTransformation with(String newStatus, int newErrorCount, int newTaskId) {
        return new FileInTransformation(transformationId, lfn, newStatus, newErrorCount, newTaskId);
    }

    /** Which task it was put into last. */
    public TaskKey task() {
        return new TaskKey(transformationId, taskId);
    }
}
