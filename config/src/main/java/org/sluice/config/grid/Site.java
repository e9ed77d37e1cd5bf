package org.sluice.config.grid;

import java.util.List;

/**
 * A site and the storage elements that count as near to it.
 *
 * @param domain the section it stands in, {@code LCG}
 * @param name {@code LCG.CERN.cern}
 * @param storageElements in the order of the configuration
 */
public record Site(String domain, String name, List<String> storageElements) {
    public Site {
        storageElements = List.copyOf(storageElements);
    }
}
