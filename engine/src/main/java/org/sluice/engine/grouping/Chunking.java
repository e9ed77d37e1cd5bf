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

    /**
     * For files in ascending size: a chunk closes when its bytes exceed the limit or it has the most files; a file that
     * exceeds the limit is a chunk of its own; what is left at the end is one only with {@code flush}, the last.
     *
     * @param limitBytes from 0
     */
    static Chunking bySize(long limitBytes, int mostFiles, boolean flush) {
        return files -> {
            List<List<WaitingFile>> chunks = new ArrayList<>();
            List<WaitingFile> open = new ArrayList<>();
            long openBytes = 0;
            for (WaitingFile file : files) {
                long bytes = file.sizeBytes().orElse(0);
                if (bytes > limitBytes) {
                    chunks.add(List.of(file));
                    continue;
                }
                open.add(file);
                // Not "openBytes + bytes > limitBytes": the sum may be more than a long holds.
                boolean exceeds = bytes > limitBytes - openBytes;
                openBytes += bytes;
                if (exceeds || open.size() >= mostFiles) {
                    chunks.add(List.copyOf(open));
                    open.clear();
                    openBytes = 0;
                }
            }
            if (flush && !open.isEmpty()) {
                chunks.add(List.copyOf(open));
            }
            return chunks;
        };
    }
}
