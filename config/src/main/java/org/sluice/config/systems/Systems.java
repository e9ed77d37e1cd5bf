package org.sluice.config.systems;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sluice.config.value.SectionReader;

/**
 * Finds the sections of DIRAC's systems. A system is found below {@code /Systems} and below {@code /DIRAC/Systems};
 * what belongs to it stands directly in the system's section, as in DIRAC 8, or one level below, in that of a setup.
 *
 * <p>Where a system has several setups, {@code /DIRAC/Setup} names the setup of the installation and
 * {@code /DIRAC/Setups/[Setup]/[System]} what the system calls it.
 */
public final class Systems {

    private final SectionReader root;

    public Systems(SectionReader root) {
        this.root = root;
    }

    /** The systems' names in the order of the configuration. */
    public List<String> names() {
        return trees().flatMap(tree -> tree.sections().stream())
                .map(system -> system.section().name())
                .distinct()
                .toList();
    }

    /**
     * The sections called {@code what} of a system, {@code Databases} or {@code MessageQueueing}: those that stand
     * directly in the system's section first, then those of its setup. Several setups and no word on which is an error.
     */
    public List<SectionReader> sections(String system, String what) {
        List<SectionReader> homes = trees().flatMap(tree ->
                        tree.section().section(system).stream().map(found -> new SectionReader(found, tree.reading())))
                .toList();
        Stream<SectionReader> direct = homes.stream().flatMap(home -> existing(home, what));
        return Stream.concat(direct, ofSetup(homes, system, what)).toList();
    }

    private Stream<SectionReader> ofSetup(List<SectionReader> homes, String system, String what) {
        List<SectionReader> setups = homes.stream()
                .flatMap(home -> home.sections().stream())
                .filter(setup -> setup.section().section(what).isPresent())
                .toList();
        List<String> names =
                setups.stream().map(setup -> setup.section().name()).distinct().toList();
        if (names.isEmpty()) {
            return Stream.empty();
        }
        String chosen = setupOf(system).orElseGet(() -> onlyOf(names, setups.get(0), system));
        return setups.stream()
                .filter(setup -> setup.section().name().equals(chosen))
                .flatMap(setup -> existing(setup, what));
    }

    private Optional<String> setupOf(String system) {
        SectionReader dirac = root.at("/DIRAC");
        return dirac.text("Setup")
                .map(setup -> dirac.at("Setups/" + setup).text(system).orElse(setup));
    }

    private static String onlyOf(List<String> names, SectionReader first, String system) {
        if (names.size() > 1) {
            first.section().origin().ifPresent(place -> first.reading()
                    .error(
                            place,
                            "system '" + system + "' has the setups " + String.join(", ", names)
                                    + ": say which one this installation is by /DIRAC/Setup"));
        }
        return names.get(0);
    }

    private static Stream<SectionReader> existing(SectionReader home, String what) {
        return home.section().section(what).stream().map(found -> new SectionReader(found, home.reading()));
    }

    private Stream<SectionReader> trees() {
        return Stream.of(root.at("/Systems"), root.at("/DIRAC/Systems"));
    }
}
