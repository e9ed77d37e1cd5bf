package org.sluice.engine.grouping;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The places that data can be at, as the configuration lists them.
 *
 * @param storageElementsBySite site to its storage elements, in configuration order
 * @param tapeStorageElements the storage elements that are not disk
 * @param cpuShares site to its share, in configuration order, not normalised
 */
public record Resources(
        Map<String, List<String>> storageElementsBySite,
        Set<String> tapeStorageElements,
        Map<String, Double> cpuShares) {

    public Resources {
        storageElementsBySite = Collections.unmodifiableMap(new LinkedHashMap<>(storageElementsBySite));
        tapeStorageElements = Set.copyOf(tapeStorageElements);
        cpuShares = Collections.unmodifiableMap(new LinkedHashMap<>(cpuShares));
    }

    /** Nothing configured: every storage element is disk, at no known site. */
    public static Resources none() {
        return new Resources(Map.of(), Set.of(), Map.of());
    }

    /** Whether a storage element is disk, which it is unless the configuration says otherwise. */
    public boolean isDisk(String storageElement) {
        return !tapeStorageElements.contains(storageElement);
    }

    /** Whether some site has this storage element. */
    public boolean knows(String storageElement) {
        return storageElementsBySite.values().stream().anyMatch(ses -> ses.contains(storageElement));
    }

    /** The sites that have one of these storage elements, in configuration order. */
    public List<String> sitesOf(Collection<String> storageElements) {
        return storageElementsBySite.entrySet().stream()
                .filter(site -> site.getValue().stream().anyMatch(storageElements::contains))
                .map(Map.Entry::getKey)
                .toList();
    }
}
