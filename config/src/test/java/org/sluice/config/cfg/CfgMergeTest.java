package org.sluice.config.cfg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CfgMergeTest {

    @Test
    void laterFilesWinOptionByOptionAndSectionsAreUnited() {
        CfgSection root = merge("A {\n x = 1\n y = 2\n}\nB { }", "C { }\nA {\n y = 3\n z = 4\n}")
                .root();

        assertThat(root.sections()).extracting(CfgSection::name).containsExactly("A", "B", "C");
        assertThat(Cfg.write(root.at("A"))).isEqualTo("x = 1\ny = 3\nz = 4\n");
        assertThat(root.at("A").option("y").orElseThrow().origin()).isEqualTo(new Origin("2.cfg", 3, 2));
    }

    @Test
    void appendingReachesIntoEarlierFiles() {
        CfgSection root = merge("SE = A", "SE += B", "SE += C\nSE += D").root();

        assertThat(root.option("SE").orElseThrow().value()).isEqualTo("A, B, C, D");
        assertThat(root.option("SE").orElseThrow().items())
                .extracting(item -> item.origin().toString())
                .containsExactly("1.cfg:1:6", "2.cfg:1:7", "3.cfg:1:7", "3.cfg:2:7");
    }

    @Test
    void settingStartsAfresh() {
        assertThat(merge("SE = A", "SE = B\nSE += C").root().option("SE"))
                .map(CfgOption::value)
                .hasValue("B, C");
    }

    @Test
    void appendingToNothingIsSettingAndWarnedOf() {
        Cfg.Result result = merge("X {\n SE += A\n}", "X {\n SE += B\n}");

        assertThat(result.root().at("X"))
                .isEqualTo(merge("X {\n SE = A, B\n}").root().at("X"));
        assertThat(result.warnings())
                .extracting(Problem::toString)
                .containsExactly(
                        "1.cfg:2:2: '/X/SE' is appended to with '+=' but no file gives it a value before; taken as '='");
    }

    @Test
    void anOptionHereAndASectionThereIsAnError() {
        assertThat(catchThrowableOfType(ConfigException.class, () -> merge("X {\n A = 1\n}", "X {\n A { }\n}")))
                .hasMessage("2.cfg:2:2: '/X/A' is a section here and an option at 1.cfg:2:2");
        assertThat(catchThrowableOfType(ConfigException.class, () -> merge("A { }", "A = 1")))
                .hasMessage("2.cfg:1:1: '/A' is an option here and a section at 1.cfg:1:1");
    }

    @Test
    void nothingMergedIsAnEmptyTree() {
        assertThat(Cfg.merge(List.of()).root()).isEqualTo(CfgSection.empty(""));
    }

    private static Cfg.Result merge(String... texts) {
        List<Cfg.Result> files = new ArrayList<>();
        for (String text : texts) {
            files.add(Cfg.parse((files.size() + 1) + ".cfg", text));
        }
        return Cfg.merge(files);
    }
}
