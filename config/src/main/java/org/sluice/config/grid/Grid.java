package org.sluice.config.grid;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.config.value.SectionReader;

/**
 * The sites and their storage elements.
 *
 * @param sites in the order of the configuration
 * @param storageElements every storage element that the configuration knows, by name: whether it is a tape
 * @param cpuShares site → share as written, not normalised, never negative, in the order of the configuration
 */
public record Grid(List<Site> sites, Map<String, Boolean> storageElements, Map<String, Double> cpuShares) {

    public Grid {
        sites = List.copyOf(sites);
        storageElements = Collections.unmodifiableMap(new LinkedHashMap<>(storageElements));
        cpuShares = Collections.unmodifiableMap(new LinkedHashMap<>(cpuShares));
    }

    /**
     * Reads {@code /Resources/Sites}, {@code /Resources/StorageElements} and {@code /Resources/Shares/CPU}.
     *
     * @param root the root of the configuration; what is wrong goes to its {@code Reading}
     */
    public static Grid read(SectionReader root) {
        return new GridReader(root).read();
    }

    /** Whether the configuration names this storage element, by itself or at a site. */
    public boolean knows(String storageElement) {
        return storageElements.containsKey(storageElement);
    }

    /** A tape says so in its {@code SEType}; everything else is a disk, what nobody knows too. */
    public boolean isTape(String storageElement) {
        return storageElements.getOrDefault(storageElement, false);
    }

    /** The names of the sites that have this storage element, in the order of the configuration. */
    public Set<String> sitesOf(String storageElement) {
        Set<String> names = new LinkedHashSet<>();
        sites.stream()
                .filter(site -> site.storageElements().contains(storageElement))
                .forEach(site -> names.add(site.name()));
        return names;
    }
}
