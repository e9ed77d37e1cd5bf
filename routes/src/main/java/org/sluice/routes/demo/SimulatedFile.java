package org.sluice.routes.demo;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of the campaign, and when the catalogue hears what of it.
 *
 * @param number 0, 1, 2… in order of registration
 * @param replicas where it is when it is registered
 * @param lateReplicas where copies of it are made later
 * @param earlyMetadata said before the file is registered
 * @param metadata said with the registration
 * @param lateMetadata said after it
 */
record SimulatedFile(
        int number,
        String lfn,
        long sizeBytes,
        String checksum,
        List<String> replicas,
        List<String> lateReplicas,
        Map<String, Object> earlyMetadata,
        Map<String, Object> metadata,
        Map<String, Object> lateMetadata) {

    /** As it is known right after its registration. */
    View whenRegistered() {
        Map<String, Object> known = new HashMap<>(earlyMetadata);
        known.putAll(metadata);
        return new View(lfn, sizeBytes, Set.copyOf(replicas), known);
    }

    /** As it is known once its late metadata came too. */
    View whenDescribed() {
        View registered = whenRegistered();
        Map<String, Object> known = new HashMap<>(registered.metadata());
        known.putAll(lateMetadata);
        return new View(lfn, sizeBytes, registered.storageElements(), known);
    }

    /** As it is known once everything was said. */
    View inTheEnd() {
        View described = whenDescribed();
        Set<String> places = new HashSet<>(replicas);
        places.addAll(lateReplicas);
        return new View(lfn, sizeBytes, places, described.metadata());
    }

    /** The states in which filters see it, the last one last. */
    List<View> views() {
        return List.of(whenRegistered(), whenDescribed(), inTheEnd());
    }
}
