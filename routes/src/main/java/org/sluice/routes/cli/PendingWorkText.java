package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.sluice.engine.store.PendingWork;
import org.sluice.engine.store.TransformationRegistry.Progress;

/** How far work has come that a change of a transformation left. */
final class PendingWorkText {
    private PendingWorkText() {}

    static ObjectNode json(Progress progress) {
        PendingWork work = progress.work();
        ObjectNode json = Json.object()
                .put("Kind", kind(work))
                .put("Position", work.position())
                .put("Started", work.started().toString());
        if (work.kind() == PendingWork.Kind.BACKFILL) {
            json.put("FilesDone", progress.filesDone()).put("FilesKnown", progress.filesKnown());
        }
        return json.put("Message", sentence(progress));
    }

    private static String kind(PendingWork work) {
        return switch (work.kind()) {
            case BACKFILL -> "Backfill";
            case GROUP -> "Group";
            case FLUSH -> "Flush";
        };
    }

    private static String sentence(Progress progress) {
        return switch (progress.work().kind()) {
            case BACKFILL ->
                "looking through the known files: %d of %d done".formatted(progress.filesDone(), progress.filesKnown());
            case GROUP -> "what waits is to be grouped";
            case FLUSH -> "what is left over is to be grouped";
        };
    }

    /** For a column of a table. */
    static String shortly(Progress progress) {
        return switch (progress.work().kind()) {
            case BACKFILL -> "backfill %d/%d".formatted(progress.filesDone(), progress.filesKnown());
            case GROUP -> "grouping";
            case FLUSH -> "flush";
        };
    }
}
