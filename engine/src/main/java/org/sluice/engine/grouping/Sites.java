package org.sluice.engine.grouping;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sites of storage elements, looked up by storage element. */
final class Sites {
    private final Map<String, Set<String>> byStorageElement = new HashMap<>();

    Sites(Resources resources) {
        resources
                .storageElementsBySite()
                .forEach((site, storageElements) -> storageElements.forEach(se -> byStorageElement
                        .computeIfAbsent(se, key -> new LinkedHashSet<>())
                        .add(site)));
    }

    boolean knows(String storageElement) {
        return byStorageElement.containsKey(storageElement);
    }

    /** The sites that have this storage element; none where it is not known. */
    Set<String> of(String storageElement) {
        return byStorageElement.getOrDefault(storageElement, Set.of());
    }

    /** The sites that have one of these. */
    Set<String> of(Collection<String> storageElements) {
        Set<String> sites = new LinkedHashSet<>();
        storageElements.forEach(se -> sites.addAll(of(se)));
        return sites;
    }

    /** Of these storage elements, in their order, those that the site has. */
    List<String> at(String site, Collection<String> storageElements) {
        return storageElements.stream().filter(se -> of(se).contains(site)).toList();
    }
}
