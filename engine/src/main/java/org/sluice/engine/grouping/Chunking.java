package org.sluice.engine.grouping;

import java.util.ArrayList;
import java.util.List;

/** How the files of one location are cut into tasks. */
@FunctionalInterface
interface Chunking {

    /**
     * The chunks to make tasks of, in creation order; files in none of them are left over.
     *
     * @param files files that share a location, in file order
     */
    List<List<WaitingFile>> cut(List<WaitingFile> files);

    /** Chunks of so many files in file order; a smaller last one only with {@code flush}. */
    static Chunking byCount(int filesPerTask, boolean flush) {
        return files -> {
            int end = flush ? files.size() : files.size() - files.size() % filesPerTask;
            List<List<WaitingFile>> chunks = new ArrayList<>();
            for (int from = 0; from < end; from += filesPerTask) {
                chunks.add(files.subList(from, from + Math.min(filesPerTask, end - from)));
            }
            return chunks;
        };
    }
}
