package org.sluice.routes.demo;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes up the files of a simulation campaign: runs of air showers, by site, particle and pointing, at three data
 * levels. The same seed gives the same files.
 */
final class Campaign {
    static final String DISK_BOLOGNA = "CNAF-Disk";
    static final String DISK_LYON = "CC-IN2P3-Disk";
    static final String TAPE_BARCELONA = "PIC-Tape";

    private static final LocalDateTime FIRST_RUN = LocalDateTime.parse("2025-03-03T20:15:00");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final List<String> SITES = List.of("LaPalma", "Paranal");
    private static final List<String> PARTICLES =
            List.of("gamma", "gamma", "gamma-diffuse", "proton", "proton", "proton", "electron");
    private static final List<Integer> ZENITHS = List.of(20, 40, 52, 60);
    private static final List<Integer> AZIMUTHS = List.of(0, 90, 180, 270);
    private static final List<List<String>> ARRAYS =
            List.of(List.of("Alpha"), List.of("Alpha", "Beta"), List.of("Beta"), List.of("Alpha", "Omega"));
    private static final Set<String> OFTEN_LATE = Set.of("Quality", "Energy", "Particle");
    private static final int FILES_PER_RUN = 3;

    private final SplittableRandom random;

    private Campaign(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The files of a campaign in the order of their registration. */
    static List<SimulatedFile> files(int count, long seed) {
        Campaign campaign = new Campaign(seed);
        List<SimulatedFile> files = new ArrayList<>();
        for (int run = 1; files.size() < count; run++) {
            campaign.run(run, files, count);
        }
        return files;
    }

    /** A run gives one file of each data level. */
    private void run(int run, List<SimulatedFile> files, int count) {
        Map<String, Object> common = new HashMap<>();
        common.put("Campaign", run % 10 == 0 ? "PROD5b" : "PROD6");
        common.put("Site", one(SITES));
        common.put("Particle", one(PARTICLES));
        common.put("Zenith", one(ZENITHS));
        common.put("Azimuth", one(AZIMUTHS));
        common.put("RunNumber", run);
        common.put("Arrays", one(ARRAYS));
        common.put("Energy", Math.round(Math.pow(10, -2 + 4 * random.nextDouble()) * 1000) / 1000.0);
        common.put("Start", SECONDS.format(FIRST_RUN.plusMinutes(37L * run)));
        for (int level = 0; level < FILES_PER_RUN && files.size() < count; level++) {
            Map<String, Object> metadata = new HashMap<>(common);
            metadata.put("DataLevel", level);
            metadata.put("Merged", level == 1 && random.nextInt(4) == 0);
            if (random.nextInt(3) > 0) {
                metadata.put("Quality", random.nextInt(5) == 0 ? "suspect" : "good");
            }
            files.add(file(files.size(), lfn(metadata, level, run), level, metadata));
        }
    }

    private SimulatedFile file(int number, String lfn, int level, Map<String, Object> all) {
        Map<String, Object> early = new HashMap<>();
        Map<String, Object> atOnce = new HashMap<>(all);
        Map<String, Object> late = new HashMap<>();
        int dice = random.nextInt(100);
        if (dice < 8) {
            move(OFTEN_LATE, atOnce, late);
        } else if (dice < 10) {
            move(Set.copyOf(all.keySet()), atOnce, late);
        } else if (dice < 12) {
            move(Set.of("Quality", "DataLevel"), atOnce, early);
        }
        List<String> places = places(level);
        int copies = random.nextInt(100);
        boolean nowhereYet = copies < 6;
        boolean nowhereEver = copies == 0;
        List<String> replicas = nowhereYet ? List.of() : places;
        List<String> lateReplicas =
                nowhereEver ? List.of() : nowhereYet ? places : copies < 12 ? List.of(TAPE_BARCELONA) : List.of();
        return new SimulatedFile(number, lfn, size(level), checksum(), replicas, lateReplicas, early, atOnce, late);
    }

    private static void move(Set<String> names, Map<String, Object> from, Map<String, Object> to) {
        for (String name : names) {
            if (from.containsKey(name)) {
                to.put(name, from.get(name));
                from.remove(name);
            }
        }
    }

    private List<String> places(int level) {
        int dice = random.nextInt(10);
        if (level == 0) {
            return dice < 6
                    ? List.of(DISK_BOLOGNA)
                    : dice < 8 ? List.of(DISK_LYON) : List.of(DISK_LYON, TAPE_BARCELONA);
        }
        return dice < 5 ? List.of(DISK_LYON) : dice < 8 ? List.of(DISK_BOLOGNA) : List.of(DISK_BOLOGNA, DISK_LYON);
    }

    private long size(int level) {
        return switch (level) {
            case 0 -> random.nextLong(400_000_000L, 3_000_000_000L);
            case 1 -> random.nextLong(40_000_000L, 300_000_000L);
            default -> random.nextLong(1_000_000L, 9_000_000L);
        };
    }

    private String checksum() {
        return "adler32:%08x".formatted(random.nextInt());
    }

    private static String lfn(Map<String, Object> metadata, int level, int run) {
        String step = List.of("simtel", "dl1", "dl2").get(level);
        String suffix = List.of("simtel.zst", "dl1.h5", "dl2.h5").get(level);
        return "/vo.cta.in2p3.fr/MC/%s/%s/%s/%s/%sdeg/%sdeg/run%06d/%s_zd%s_az%s_run%06d.%s"
                .formatted(
                        metadata.get("Campaign"),
                        metadata.get("Site"),
                        metadata.get("Particle"),
                        step,
                        metadata.get("Zenith"),
                        metadata.get("Azimuth"),
                        run,
                        metadata.get("Particle"),
                        metadata.get("Zenith"),
                        metadata.get("Azimuth"),
                        run,
                        suffix);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
