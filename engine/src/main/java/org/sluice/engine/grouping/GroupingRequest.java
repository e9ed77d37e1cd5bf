package org.sluice.engine.grouping;

import java.util.List;
import java.util.Map;

/**
 * What a plugin sees.
 *
 * @param settings the transformation's group size, type and parameters, with the site's defaults already looked up
 * @param files the files that can be grouped, in the order in which they were attached
 * @param flush whether groups smaller than the group size are wanted too
 * @param resources sites, storage elements and shares
 * @param filesByUsedSe how many files were already given to each target
 */
public record GroupingRequest(
        PluginSettings settings,
        List<WaitingFile> files,
        boolean flush,
        Resources resources,
        Map<String, Long> filesByUsedSe) {
    public GroupingRequest {
        files = List.copyOf(files);
        filesByUsedSe = Map.copyOf(filesByUsedSe);
    }
}
