package org.sluice.config.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.value.SectionReader;

/** Reads {@link Grid}. */
final class GridReader {

    /** {@code T1D0}: copies on tape, copies on disk. */
    private static final Pattern SE_TYPE = Pattern.compile("T\\d+D(\\d+)", Pattern.CASE_INSENSITIVE);

    private final SectionReader resources;

    GridReader(SectionReader root) {
        resources = root.at("/Resources");
    }

    Grid read() {
        List<Site> sites = sites();
        Map<String, Boolean> storageElements = new LinkedHashMap<>();
        for (SectionReader element : resources.at("StorageElements").sections()) {
            storageElements.put(element.name(), isTape(element));
        }
        sites.forEach(site -> site.storageElements().forEach(name -> storageElements.putIfAbsent(name, false)));
        return new Grid(sites, storageElements, shares());
    }

    private List<Site> sites() {
        List<Site> sites = new ArrayList<>();
        for (SectionReader domain : resources.at("Sites").sections()) {
            for (SectionReader site : domain.sections()) {
                List<String> elements =
                        site.list("SE").stream().map(CfgValue::text).distinct().toList();
                sites.add(new Site(domain.name(), site.name(), elements));
            }
        }
        return sites;
    }

    // A type of one's own invention is no reason to refuse the whole grid: everything that is not a tape is a disk.
    private static boolean isTape(SectionReader element) {
        Optional<Boolean> tape = element.convertOrWarn(
                "SEType", "a type such as T1D0 (tape) or T0D1 (disk)", "it counts as a disk", text -> {
                    Matcher type = SE_TYPE.matcher(text);
                    return type.matches() ? Optional.of(type.group(1).matches("0+")) : Optional.<Boolean>empty();
                });
        return tape.orElse(false);
    }

    private Map<String, Double> shares() {
        SectionReader cpu = resources.at("Shares/CPU");
        Map<String, Double> shares = new LinkedHashMap<>();
        for (CfgOption option : cpu.section().options()) {
            cpu.convert(option.name(), "a share, a number of 0 or more", GridReader::share)
                    .ifPresent(share -> shares.put(option.name(), share));
        }
        return shares;
    }

    private static Optional<Double> share(String text) {
        try {
            return Optional.of(Double.parseDouble(text)).filter(share -> share >= 0 && Double.isFinite(share));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
