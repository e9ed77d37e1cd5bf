package org.sluice.config.cfg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CfgWriterTest {

    @Test
    void writesWhatDiracReads() {
        CfgSection root =
                Cfg.parse("a", "A {\n B = 1\n B += 2\n C {\n D =\n }\n}").root();

        assertThat(Cfg.write(root))
                .isEqualTo(
                        """
                        A
                        {
                          B = 1, 2
                          C
                          {
                            D =
                          }
                        }
                        """);
    }

    @Test
    void masksSecretsButNotWhereTheyComeFrom() {
        CfgSection root = Cfg.parse(
                        "a",
                        """
                        Password = guest
                        dbPASSWORD = x${env:A}
                        APIToken = t
                        KeyPassphrase = ${env:PASS}
                        Secret = ${file:/run/secret}
                        ClientSecret =
                        User = guest
                        """)
                .root();

        assertThat(Cfg.writeMasked(root))
                .isEqualTo(
                        """
                        Password = ********
                        dbPASSWORD = ********
                        APIToken = ********
                        KeyPassphrase = ${env:PASS}
                        Secret = ${file:/run/secret}
                        ClientSecret =
                        User = guest
                        """);
    }

    @Test
    void aValueThatBeginsWithAHashStaysAValue() {
        CfgSection root = Cfg.parse("a", "A =#1\nB = x\nB +=#2").root();

        assertThat(Cfg.write(root)).isEqualTo("A =#1\nB = x\nB +=#2\n");
    }

    @Test
    void neitherOptionsNorSectionsSayTheirValuesByAccident() {
        CfgSection root = Cfg.parse("a", "X {\n Password = guest\n}").root();

        assertThat(root.at("X").options().toString()).isEqualTo("[Password (a:2:2)]");
        assertThat(root.at("X")).hasToString("/X");
    }
}
