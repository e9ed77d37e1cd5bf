package org.sluice.engine.trigger;

import org.sluice.engine.transformation.FileInTransformation;

/**
 * A file that began or ceased to wait in a transformation, or that waits elsewhere than before.
 *
 * @param waits whether a plugin may put it into a task
 */
record WaitChange(int transformationId, String lfn, boolean waits) {

    /** What a file's row says. */
    static WaitChange of(FileInTransformation row) {
        return new WaitChange(row.transformationId(), row.lfn(), row.waits());
    }
}
