package org.sluice.config.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Origin;
import org.sluice.config.cfg.Problem;

class GridTest {

    private static final String RESOURCES =
            """
            Resources
            {
              Sites
              {
                LCG
                {
                  LCG.PIC.es
                  {
                    SE = PIC-Disk, PIC-Tape
                  }
                  LCG.CERN.cern
                  {
                    SE = CERN-Disk
                    SE += EOS
                  }
                }
                CLOUD
                {
                  CLOUD.Mine.de
                  {
                    SE = PIC-Disk
                  }
                  CLOUD.Empty.de
                  {
                  }
                }
              }
              StorageElements
              {
                PIC-Tape
                {
                  SEType = T1D0
                }
                CERN-Disk
                {
                  SEType = T0D1
                }
                Both
                {
                  SEType = T1D1
                }
                Silent
                {
                }
              }
              Shares
              {
                CPU
                {
                  LCG.PIC.es = 30
                  LCG.CERN.cern = 70.5
                  CLOUD.Mine.de = 0
                }
              }
            }
            """;

    private final Grid grid = Configuration.parse("a.cfg", RESOURCES).grid();

    @Test
    void sitesKeepTheirOrder() {
        assertThat(grid.sites())
                .containsExactly(
                        new Site("LCG", "LCG.PIC.es", List.of("PIC-Disk", "PIC-Tape")),
                        new Site("LCG", "LCG.CERN.cern", List.of("CERN-Disk", "EOS")),
                        new Site("CLOUD", "CLOUD.Mine.de", List.of("PIC-Disk")),
                        new Site("CLOUD", "CLOUD.Empty.de", List.of()));
        assertThat(grid.sitesOf("PIC-Disk")).containsExactly("LCG.PIC.es", "CLOUD.Mine.de");
        assertThat(grid.sitesOf("Nowhere")).isEmpty();
    }

    @Test
    void aStorageElementIsATapeIfTheDigitAfterDIsZero() {
        assertThat(grid.isTape("PIC-Tape")).isTrue();
        assertThat(List.of("CERN-Disk", "Both", "Silent", "EOS", "Unknown")).noneMatch(grid::isTape);
    }

    @Test
    void storageElementsAreKnownFromTheirOwnSectionAndFromSites() {
        assertThat(List.of("PIC-Tape", "Silent", "EOS")).allMatch(grid::knows);
        assertThat(grid.knows("Unknown")).isFalse();
    }

    @Test
    void sharesKeepTheirOrderAndAreNotNormalised() {
        assertThat(grid.cpuShares())
                .containsExactly(entry("LCG.PIC.es", 30.0), entry("LCG.CERN.cern", 70.5), entry("CLOUD.Mine.de", 0.0));
    }

    @Test
    void theLetterCaseOfATypeDoesNotMatter() {
        String text =
                """
                Resources { StorageElements {
                A {
                SEType = t1d0
                }
                B {
                SEType = t0d1
                }
                } }
                """;
        Configuration configuration = Configuration.parse("a.cfg", text);

        assertThat(configuration.grid().isTape("A")).isTrue();
        assertThat(configuration.grid().isTape("B")).isFalse();
        assertThat(configuration.check()).isEmpty();
    }

    @Test
    void aTypeOfAnotherFormIsADiskAndAWarning() {
        String text =
                """
                Resources { StorageElements {
                A {
                SEType = Disk
                }
                B {
                SEType = T1D0
                }
                } }
                """;
        Configuration configuration = Configuration.parse("a.cfg", text);

        assertThat(configuration.grid().isTape("A")).isFalse();
        assertThat(configuration.grid().isTape("B")).isTrue();
        assertThat(configuration.check())
                .containsExactly(
                        Problem.warning(
                                new Origin("a.cfg", 3, 10),
                                "expected a type such as T1D0 (tape) or T0D1 (disk) for 'SEType', found 'Disk'; it counts as a disk"));
    }

    @Test
    void badSharesAreNamedWithTheirPlace() {
        String text =
                """
                Resources { Shares { CPU {
                A = -1
                B = much
                C = NaN
                } } }
                """;

        assertThatThrownBy(() -> Configuration.parse("a.cfg", text).grid())
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        """
                        a.cfg:2:5: expected a share, a number of 0 or more for 'A', found '-1'
                        a.cfg:3:5: expected a share, a number of 0 or more for 'B', found 'much'
                        a.cfg:4:5: expected a share, a number of 0 or more for 'C', found 'NaN'""");
    }

    @Test
    void pluginsHaveCommonParametersAndTheirOwn() {
        String text =
                """
                Operations { Defaults { TransformationPlugins {
                  MaxFiles = 50
                  MaxWait = 1 h
                  BySize
                  {
                    MaxFiles = 20
                    GroupSize = 2
                  }
                } } }
                """;
        PluginDefaults plugins = Configuration.parse("a.cfg", text).plugins();

        assertThat(plugins.of("BySize"))
                .containsExactly(entry("MaxFiles", "20"), entry("MaxWait", "1 h"), entry("GroupSize", "2"));
        assertThat(plugins.of("Standard")).containsExactly(entry("MaxFiles", "50"), entry("MaxWait", "1 h"));
        assertThat(Configuration.empty().plugins().of("Standard")).isEqualTo(Map.of());
    }

    @Test
    void transformationTypesHaveDiracsDefaults() {
        assertThat(Configuration.empty().transformations())
                .isEqualTo(new TransformationTypes(
                        List.of("MCSimulation", "Merge", "DataReprocessing"),
                        List.of("Removal", "Replication"),
                        List.of("Simulation", "MCSimulation"),
                        10));
        String text =
                """
                Operations { Defaults { Transformations {
                  DataProcessing = MCSimulation, DataStripping
                  DataManipulation = Removal
                  ExtendableTransfTypes = MCSimulation
                  FilesMaxResetCounter = 3
                } } }
                """;
        assertThat(Configuration.parse("a.cfg", text).transformations())
                .isEqualTo(new TransformationTypes(
                        List.of("MCSimulation", "DataStripping"), List.of("Removal"), List.of("MCSimulation"), 3));
    }
}
