package org.sluice.engine.grouping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Groups as {@link StandardPlugin} does and gives each group to the site that is farthest below its share (DIRAC:
 * {@code TransformationPlugin._ByShare}; where a site has the data at several storage elements DIRAC makes a task at
 * each, which would process a file twice).
 */
final class BySharePlugin implements GroupingPlugin {
    @Override
    public String name() {
        return "ByShare";
    }

    @Override
    public Grouping group(GroupingRequest request) {
        PluginSettings settings = request.settings();
        Sites sites = new Sites(request.resources());
        ShareLedger ledger = new ShareLedger(settings, request.resources().cpuShares());
        request.filesByUsedSe().forEach((se, files) -> sites.of(se).forEach(site -> ledger.give(site, files)));

        Chunking chunking = Chunking.byCount(settings.filesPerTask(), request.flush());
        List<PlannedTask> tasks = new ArrayList<>();
        Map<String, String> waiting = new LinkedHashMap<>();
        for (PlannedTask group : ReplicaGroups.inTwoRounds(request.files(), request.resources(), chunking)) {
            TreeSet<String> places = new TreeSet<>(List.of(group.targetSe().split(",")));
            Optional<String> site = ledger.farthestBelowShare(sites.of(places));
            site.ifPresentOrElse(
                    chosen -> {
                        String target = sites.at(chosen, places).get(0);
                        tasks.add(new PlannedTask(target, group.lfns()));
                        ledger.give(chosen, group.lfns().size());
                    },
                    () -> group.lfns().forEach(lfn -> waiting.put(lfn, noSite(places))));
        }
        return new Grouping(tasks, waiting);
    }

    @Override
    public Lanes lanes(PluginSettings settings, Resources resources) {
        Sites sites = new Sites(resources);
        Set<String> served = new ShareLedger(settings, resources.cpuShares()).served();
        return LanesByPlace.byCount(
                file -> file.replicas().stream()
                        .filter(se -> !Collections.disjoint(sites.of(se), served))
                        .toList(),
                settings.filesPerTask());
    }

    private static String noSite(TreeSet<String> places) {
        return "No site that has %s has a share above 0 in /Resources/Shares/CPU"
                .formatted(String.join(" or ", places));
    }
}
