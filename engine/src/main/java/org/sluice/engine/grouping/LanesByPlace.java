package org.sluice.engine.grouping;

import java.util.Collection;
import java.util.function.Function;

/** Lanes of the plugins that cut what is at one place into chunks. */
final class LanesByPlace implements Lanes {
    /** Small groups are shown by the hundred, so that a backlog takes few rounds. */
    private static final int LEAST_SHOWN = 1000;

    private final Function<WaitingFile, Collection<String>> places;
    private final Filling filling;
    private final int mostFiles;

    /** Whether so much may make a task. */
    @FunctionalInterface
    interface Filling {
        boolean test(long files, long bytes);
    }

    /**
     * @param places the places of a file, each a lane
     * @param mostFiles so many files make a task, whatever their sizes
     */
    LanesByPlace(Function<WaitingFile, Collection<String>> places, Filling filling, int mostFiles) {
        this.places = places;
        this.filling = filling;
        this.mostFiles = mostFiles;
    }

    /** Lanes that are filled by a number of files. */
    static Lanes byCount(Function<WaitingFile, Collection<String>> places, int filesPerTask) {
        return new LanesByPlace(places, (files, bytes) -> files >= filesPerTask, filesPerTask);
    }

    @Override
    public Collection<String> of(WaitingFile file) {
        return places.apply(file);
    }

    @Override
    public boolean mayFill(long files, long bytes) {
        return filling.test(files, bytes);
    }

    @Override
    public int most() {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_SHOWN, 2L * mostFiles));
    }
}
