package org.sluice.config.grid;

import java.util.List;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.value.SectionReader;

/**
 * Which types of transformation there are, from {@code /Operations/Defaults/Transformations}; where an option is silent,
 * DIRAC's own defaults hold.
 *
 * @param dataProcessing types whose tasks become jobs: {@code MCSimulation, Merge, DataReprocessing}
 * @param dataManipulation types whose tasks become requests: {@code Removal, Replication}
 * @param extendable types that can be given tasks without input files: {@code Simulation, MCSimulation}
 * @param filesMaxResetCounter after how many failures a file is no longer tried again: 10
 */
public record TransformationTypes(
        List<String> dataProcessing, List<String> dataManipulation, List<String> extendable, int filesMaxResetCounter) {

    public TransformationTypes {
        dataProcessing = List.copyOf(dataProcessing);
        dataManipulation = List.copyOf(dataManipulation);
        extendable = List.copyOf(extendable);
    }

    /**
     * Reads {@code /Operations/Defaults/Transformations}.
     *
     * @param root the root of the configuration; what is wrong goes to its {@code Reading}
     */
    public static TransformationTypes read(SectionReader root) {
        SectionReader section = root.at("/Operations/Defaults/Transformations");
        return new TransformationTypes(
                list(section, "DataProcessing", List.of("MCSimulation", "Merge", "DataReprocessing")),
                list(section, "DataManipulation", List.of("Removal", "Replication")),
                list(section, "ExtendableTransfTypes", List.of("Simulation", "MCSimulation")),
                section.integer("FilesMaxResetCounter", 1, Integer.MAX_VALUE).orElse(10));
    }

    private static List<String> list(SectionReader section, String name, List<String> otherwise) {
        List<String> written = section.list(name).stream().map(CfgValue::text).toList();
        return written.isEmpty() ? otherwise : written;
    }
}
