package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TransformationRegistry.Progress;

/** How far work has come that a change of a transformation left. */
final class PendingWorkText {
    private PendingWorkText() {}

    static ObjectNode json(Progress progress) {
        PendingWork work = progress.work();
        return Json.object()
                .put("Kind", kind(work))
                .put("Position", work.position())
                .put("FilesDone", progress.filesDone())
                .put("FilesKnown", progress.filesKnown())
                .put("Message", sentence(progress));
    }

    private static String kind(PendingWork work) {
        return switch (work.kind()) {
            case BACKFILL -> "Backfill";
            case GROUP -> "Group";
            case UNPLACED -> "Unplaced";
            case LANES -> "Lanes";
            case FLUSH -> "Flush";
        };
    }

    private static String sentence(Progress progress) {
        String what =
                switch (progress.work().kind()) {
                    case BACKFILL -> "looking through the known files";
                    case GROUP -> "what waits is to be grouped";
                    case UNPLACED -> "what others set back or added is to be grouped";
                    case LANES -> "groups are looked at again";
                    case FLUSH -> "groups that are not full are closed";
                };
        return "%s: %d of %d done".formatted(what, progress.filesDone(), progress.filesKnown());
    }

    /** For a column of a table. */
    static String shortly(Progress progress) {
        return "%s %d/%d"
                .formatted(kind(progress.work()).toLowerCase(Locale.ROOT), progress.filesDone(), progress.filesKnown());
    }
}
