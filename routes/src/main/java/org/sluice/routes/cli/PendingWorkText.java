package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TransformationRegistry.Progress;

/** How far work has come that a change of a transformation left. */
final class PendingWorkText {
    private PendingWorkText() {}

    static ObjectNode json(Progress progress) {
        PendingWork work = progress.work();
        return Json.object()
                .put("Kind", work.kind() == PendingWork.Kind.BACKFILL ? "Backfill" : "Group")
                .put("Position", work.position())
                .put("FilesDone", progress.filesDone())
                .put("FilesKnown", progress.filesKnown())
                .put("Message", sentence(progress));
    }

    private static String sentence(Progress progress) {
        return progress.work().kind() == PendingWork.Kind.BACKFILL
                ? "looking through the known files: %d of %d done"
                        .formatted(progress.filesDone(), progress.filesKnown())
                : "what waits is to be grouped";
    }

    /** For a column of a table. */
    static String shortly(Progress progress) {
        return progress.work().kind() == PendingWork.Kind.BACKFILL
                ? "backfill %d/%d".formatted(progress.filesDone(), progress.filesKnown())
                : "grouping";
    }
}
