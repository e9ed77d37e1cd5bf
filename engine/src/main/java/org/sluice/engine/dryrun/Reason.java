package org.sluice.engine.dryrun;

/**
 * Why a file is where it is, or why it waits.
 *
 * @param code for programs
 * @param sentence for people: what, with numbers, and what to do where something can be done
 */
public record Reason(Code code, String sentence) {

    /** The kinds of reasons. Their names are part of the JSON that commands print. */
    public enum Code {
        /** The file was spoken of, but is not registered. */
        NOT_REGISTERED("NotRegistered"),
        /** The transformation has no input query. */
        FED_BY_HAND("FedByHand"),
        /** The transformation's input query cannot be used. */
        BAD_QUERY("BadQuery"),
        /** A condition of the query fails. */
        DOES_NOT_MATCH("DoesNotMatch"),
        /** The file matches, and the transformation's status takes no files. */
        STATUS_TAKES_NO_FILES("StatusTakesNoFiles"),
        /** The file matches, and known files are being looked through. */
        BACKFILL("Backfill"),
        /** The file matches, and no engine has attached it yet. */
        NOT_YET_ATTACHED("NotYetAttached"),
        /** The file matches, and DIRAC's table of LFNs takes it for another one. */
        LFN_COLLISION("LfnCollision"),
        /** The file matches, and too many transformations lie before it. */
        MAX_LINEAGE("MaxLineage"),
        /** The file was attached, and does not match now. */
        MATCHED_BEFORE("MatchedBefore"),
        /** The file is in a task. */
        IN_TASK("InTask"),
        /** The file was set back while a task works on it. */
        TASK_NOT_OVER("TaskNotOver"),
        /** A task of an earlier generation of the file is not over. */
        OLD_GENERATION("OldGeneration"),
        /** A task has processed it. */
        PROCESSED("Processed"),
        /** Its tasks failed too often. */
        MAX_RESET("MaxReset"),
        /** The file was removed. */
        REMOVED("Removed"),
        /** It belongs to the transformation that this one is derived from. */
        INHERITED("Inherited"),
        /** Its status is one that neither takes part in grouping nor is the engine's. */
        OTHER_STATUS("OtherStatus"),
        /** The transformation's status makes no tasks. */
        STATUS_MAKES_NO_TASKS("StatusMakesNoTasks"),
        /** The transformation's grouping was stopped. */
        QUARANTINED("Quarantined"),
        /** As many tasks as are allowed were made. */
        MAX_TASKS("MaxNumberOfTasks"),
        /** No replica of the file is known. */
        NO_REPLICA("NoReplica"),
        /** The plugin waits for more files. */
        GROUP_NOT_FULL("GroupNotFull"),
        /** The plugin leaves the file out. */
        LEFT_OUT("LeftOut"),
        /** The plugin cannot group. */
        PLUGIN_FAILS("PluginFails"),
        /** Nothing keeps the file waiting. */
        TO_BE_GROUPED("ToBeGrouped"),
        /** More files wait than were looked at. */
        NOT_LOOKED_AT("NotLookedAt");

        private final String text;

        Code(String text) {
            this.text = text;
        }

        /** Its name in JSON. */
        public String text() {
            return text;
        }
    }
}
