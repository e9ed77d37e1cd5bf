package org.sluice.routes.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/**
 * Which files each transformation of {@code transformations.json} should take: the same conditions, written by hand in
 * Java, so that the engine's filters are checked by something that shares nothing with them.
 */
final class Wanted {
    private final Map<String, Predicate<View>> byTransformation = new HashMap<>();

    private Wanted() {
        reprocessing();
        merging();
        physics();
        housekeeping();
    }

    static Map<String, Predicate<View>> byTransformation() {
        return Map.copyOf(new Wanted().byTransformation);
    }

    private void reprocessing() {
        Predicate<View> prod6 = text("Campaign", "PROD6");
        takes(
                "Prod6_LaPalma_gamma_DL0toDL1",
                prod6.and(laPalma()).and(text("Particle", "gamma")).and(level(0)));
        takes(
                "Prod6_Paranal_gammas_DL0toDL1",
                prod6.and(paranal())
                        .and(text("Particle", "gamma", "gamma-diffuse"))
                        .and(level(0)));
        takes("Prod6_protons_DL0toDL1", prod6.and(text("Particle", "proton")).and(level(0)));
        takes("Prod6_electrons_DL0toDL1", text("Particle", "electron").and(level(0)));
        takes("After_reconfiguration", level(0).and(laPalma()).and(start("2025-04-10 12:00:01", "9999")));
        takes("First_hundred_LaPalma", level(0).and(laPalma()));
    }

    private void merging() {
        takes("Prod6_LaPalma_merge_DL1", laPalma().and(level(1)).and(unmerged()));
        takes("Prod6_Paranal_merge_DL1", paranal().and(level(1)).and(unmerged()));
        takes("Held_back", level(2).and(number("Zenith", angle -> angle == 60)));
        takes("Closed_production", file -> false);
    }

    private void physics() {
        takes("Mid_zenith_DL1toDL2", level(1).and(number("Zenith", angle -> angle > 30 && angle <= 52)));
        takes("High_energy_DL1toDL2", level(1).and(number("Energy", energy -> energy >= 10)));
        takes("Low_energy_study", number("DataLevel", l -> l <= 1).and(number("Energy", energy -> energy < 0.05)));
        takes("March_check", level(2).and(start("2025-03-01", "2025-04-01")));
        takes(
                "Background_DL2",
                level(2).and(has("Particle")).and(text("Particle", "gamma").negate()));
        takes("Side_pointings", number("Azimuth", a -> a != 0 && a != 180).and(level(1).or(level(2))));
        takes("Gamma_by_name", file -> file.fileName().matches("gamma_zd20_.*\\.dl2\\.h5"));
        takes(
                "Extreme_pointings",
                level(1).and(laPalma()
                        .and(number("Zenith", angle -> angle == 20))
                        .or(paranal().and(number("Zenith", angle -> angle == 60)))));
        takes(
                "Hadrons_DL1",
                level(1).and(text("Particle", "gamma", "gamma-diffuse", "electron")
                        .negate()));
        takes("Beta_array", level(2).and(file -> file.elements("Arrays").contains("Beta")));
        takes("Runs_with_particle", has("Particle").and(number("RunNumber", run -> run >= 100 && run < 400)));
        takes("Next_production", level(2).and(paranal()));
    }

    private void housekeeping() {
        takes("Quality_known", level(2).and(has("Quality")));
        takes("Quality_unknown", level(0).and(has("Quality").negate()));
        takes(
                "Suspect_runs",
                file -> file.text("Quality").filter(q -> q.startsWith("sus")).isPresent());
        takes("Prod5b_by_path", file -> file.lfn().startsWith("/vo.cta.in2p3.fr/MC/PROD5b/"));
        takes("Stage_from_tape", level(0).and(onTape()));
        takes(
                "Archive_DL2",
                level(2).and(unmerged())
                        .and(file -> !file.storageElements().isEmpty())
                        .and(onTape().negate()));
        takes("Large_files", file -> file.sizeBytes() > 2_500_000_000L);
    }

    private void takes(String transformation, Predicate<View> wanted) {
        byTransformation.put(transformation, wanted);
    }

    private static Predicate<View> laPalma() {
        return text("Site", "LaPalma");
    }

    private static Predicate<View> paranal() {
        return text("Site", "Paranal");
    }

    private static Predicate<View> level(int level) {
        return number("DataLevel", found -> found == level);
    }

    private static Predicate<View> unmerged() {
        return text("Merged", "false");
    }

    private static Predicate<View> onTape() {
        return file -> file.storageElements().contains(Campaign.TAPE_BARCELONA);
    }

    private static Predicate<View> has(String name) {
        return file -> file.has(name);
    }

    private static Predicate<View> text(String name, String... oneOf) {
        return file -> file.text(name).filter(List.of(oneOf)::contains).isPresent();
    }

    private static Predicate<View> number(String name, DoublePredicate holds) {
        return file -> file.number(name).stream().anyMatch(holds);
    }

    /** The campaign writes all times alike, so that they compare as texts. */
    private static Predicate<View> start(String from, String before) {
        return file -> file.text("Start")
                .filter(start -> start.compareTo(from) >= 0 && start.compareTo(before) < 0)
                .isPresent();
    }
}
