package org.sluice.engine.grouping;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Short notations for the tests of plugins. */
final class Requests {
    private Requests() {}

    /** A file without a known size. */
    static WaitingFile file(String lfn, String... storageElements) {
        return WaitingFile.of(lfn, OptionalLong.empty(), List.of(storageElements));
    }

    static WaitingFile sized(String lfn, long bytes, String... storageElements) {
        return WaitingFile.of(lfn, OptionalLong.of(bytes), List.of(storageElements));
    }

    static PlannedTask task(String target, String... lfns) {
        return new PlannedTask(target, List.of(lfns));
    }

    static Request of(WaitingFile... files) {
        return new Request(List.of(files));
    }

    static Request of(List<WaitingFile> files) {
        return new Request(files);
    }

    /** Collects what a request is made of. */
    static final class Request {
        private final List<WaitingFile> files;
        private final Map<String, String> parameters = new LinkedHashMap<>();
        private final Map<String, List<String>> sites = new LinkedHashMap<>();
        private final Map<String, Double> shares = new LinkedHashMap<>();
        private final Map<String, Long> used = new LinkedHashMap<>();
        private List<String> tapes = List.of();
        private BigDecimal groupSize = BigDecimal.TEN;
        private boolean flush;
        private boolean needsReplicas = true;

        private Request(List<WaitingFile> files) {
            this.files = files;
        }

        Request groupSize(String size) {
            groupSize = new BigDecimal(size);
            return this;
        }

        Request flush() {
            flush = true;
            return this;
        }

        Request removing() {
            needsReplicas = false;
            return this;
        }

        Request with(String parameter, String value) {
            parameters.put(parameter, value);
            return this;
        }

        Request tape(String... storageElements) {
            tapes = List.of(storageElements);
            return this;
        }

        Request site(String site, String... storageElements) {
            sites.put(site, Arrays.asList(storageElements));
            return this;
        }

        Request share(String site, double share) {
            shares.put(site, share);
            return this;
        }

        Request used(String storageElement, long count) {
            used.put(storageElement, count);
            return this;
        }

        GroupingRequest request() {
            PluginSettings settings =
                    new PluginSettings("test", "DataReprocessing", "under test", groupSize, needsReplicas, parameters);
            Resources resources = new Resources(sites, Set.copyOf(tapes), shares);
            return new GroupingRequest(settings, files, flush, resources, used);
        }

        List<PlannedTask> tasks(GroupingPlugin plugin) {
            return plugin.group(request()).tasks();
        }
    }
}
