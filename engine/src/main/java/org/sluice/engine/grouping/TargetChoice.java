package org.sluice.engine.grouping;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Which targets a file is sent to. */
@FunctionalInterface
interface TargetChoice {

    /** At least one storage element. */
    Collection<String> of(WaitingFile file);

    static TargetChoice all(Set<String> targets) {
        return file -> targets;
    }

    /**
     * Targets are tried one by one. One at a site that already holds the file, or is already served, is taken; any
     * other is taken only while fewer than {@code destinations} targets have been.
     *
     * @param destinations from 1
     */
    static TargetChoice some(Set<String> targets, int destinations, Sites sites) {
        return file -> {
            Set<String> served = sites.of(file.replicas());
            List<String> taken = new ArrayList<>();
            for (String target : inOrderOfHash(file.lfn(), targets)) {
                Set<String> there = sites.of(target);
                if (taken.size() < destinations || !Collections.disjoint(served, there)) {
                    taken.add(target);
                    served.addAll(there);
                }
            }
            return taken;
        };
    }

    /**
     * Storage elements by the first eight bytes, unsigned, of SHA-256 of the LFN, a zero byte and the storage element
     * in UTF-8: the same on every machine and in every release, and different from file to file.
     */
    private static List<String> inOrderOfHash(String lfn, Set<String> storageElements) {
        record Ranked(String storageElement, long hash) {}
        return storageElements.stream()
                .map(se -> new Ranked(se, hash(lfn + '\0' + se)))
                .sorted(Comparator.comparing(Ranked::hash, Long::compareUnsigned)
                        .thenComparing(Ranked::storageElement))
                .map(Ranked::storageElement)
                .toList();
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
