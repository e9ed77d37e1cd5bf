package org.sluice.engine.grouping;

/**
 * Groups files that are at the same places, {@code GroupSize} files a task (DIRAC: {@code TransformationPlugin._Standard}).
 */
final class StandardPlugin implements GroupingPlugin {
    @Override
    public String name() {
        return "Standard";
    }

    @Override
    public Grouping group(GroupingRequest request) {
        Chunking chunking = Chunking.byCount(request.settings().filesPerTask(), request.flush());
        return Grouping.of(ReplicaGroups.inTwoRounds(request.files(), request.resources(), chunking));
    }

    @Override
    public Lanes lanes(PluginSettings settings, Resources resources) {
        return LanesByPlace.byCount(WaitingFile::replicas, settings.filesPerTask());
    }
}
