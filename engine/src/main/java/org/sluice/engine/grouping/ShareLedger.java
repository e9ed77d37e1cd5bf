package org.sluice.engine.grouping;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How many files each site was given, against its share.
 *
 * <p>Site s is below its share by 100 · share(s) / Σshares − 100 · files(s) / Σfiles. All sites have the same
 * denominators, so share(s) · Σfiles − files(s) · Σshares gives the same order, exactly: a tie is a tie, whatever the
 * rounding of divisions would make of it.
 */
final class ShareLedger {
    private final Map<String, BigDecimal> shares = new HashMap<>();
    private final Map<String, Long> given = new HashMap<>();
    private final Map<String, Integer> rank = new HashMap<>();
    private BigDecimal allShares = BigDecimal.ZERO;
    private long allGiven;

    /**
     * @param shares site to share, in the order that decides ties
     * @throws GroupingException when there are none, or one is no share
     */
    ShareLedger(PluginSettings settings, Map<String, Double> shares) {
        if (shares.isEmpty()) {
            throw settings.mistake("no shares are configured; see /Resources/Shares/CPU/<Site>");
        }
        shares.forEach((site, share) -> {
            if (!Double.isFinite(share) || share < 0) {
                throw settings.mistake(
                        "the share /Resources/Shares/CPU/%s must be a number from 0; found %s".formatted(site, share));
            }
            BigDecimal exact = BigDecimal.valueOf(share);
            this.shares.put(site, exact);
            rank.put(site, rank.size());
            allShares = allShares.add(exact);
        });
    }

    /** Counts files to a site; a site without a share keeps no account. */
    void give(String site, long files) {
        if (shares.containsKey(site)) {
            given.merge(site, files, Long::sum);
            allGiven += files;
        }
    }

    /** Of these sites with a share above 0, the one farthest below it; empty where there is none. */
    Optional<String> farthestBelowShare(Collection<String> sites) {
        return sites.stream()
                .filter(site -> share(site).signum() > 0)
                .max(Comparator.comparing(this::shortfall)
                        .thenComparing(Comparator.comparing(this::rank).reversed()));
    }

    /** The sites with a share above 0. */
    Set<String> served() {
        return shares.keySet().stream().filter(site -> share(site).signum() > 0).collect(Collectors.toSet());
    }

    private int rank(String site) {
        return rank.getOrDefault(site, Integer.MAX_VALUE);
    }

    private BigDecimal share(String site) {
        return shares.getOrDefault(site, BigDecimal.ZERO);
    }

    private BigDecimal shortfall(String site) {
        // Where nothing was given to anyone yet, the shares alone decide.
        BigDecimal files = BigDecimal.valueOf(Math.max(allGiven, 1));
        BigDecimal mine = BigDecimal.valueOf(given.getOrDefault(site, 0L));
        return share(site).multiply(files).subtract(mine.multiply(allShares));
    }
}
